/** Version of the agent; the same as the console's (package.json), held by a test. */
export const AGENT_VERSION = '0.1.0';
