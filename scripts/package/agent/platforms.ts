/** A kind of router: glibc, as Debian 11 and later have it. */
export interface AgentPlatform {
  /** As Node names it; part of file names. */
  readonly arch: 'x64' | 'arm64';
  /** As Debian names it. */
  readonly debian: 'amd64' | 'arm64';
  /** Takes symbols out of a program of this platform. */
  readonly strip: string;
}

export const agentPlatforms: readonly AgentPlatform[] = [
  { arch: 'x64', debian: 'amd64', strip: 'x86_64-linux-gnu-strip' },
  { arch: 'arm64', debian: 'arm64', strip: 'aarch64-linux-gnu-strip' },
];
