import type { ReactNode } from 'react';
import type { Severity, SiteStatus } from '../../fleet/model/status.ts';

/* The shapes of the visual language on a 20-unit grid; the map draws the same ones in map/shapes.ts. */

const WARN =
  'M10 1.6c.5 0 1 .27 1.26.72l7.3 12.9c.53.97-.16 2.18-1.27 2.18H2.7c-1.1 0-1.8-1.2-1.26-2.18l7.3-12.9C9 1.87 9.5 1.6 10 1.6z';

const ERR = (
  <>
    <rect x="3" y="3" width="14" height="14" rx="1.6" transform="rotate(45 10 10)" fill="var(--st-err)" />
    <path d="M10 5.4v5.4" stroke="var(--st-err-on)" strokeWidth="2.1" strokeLinecap="round" />
    <circle cx="10" cy="14.2" r="1.3" fill="var(--st-err-on)" />
  </>
);

const WARN_FILLED = (
  <>
    <path d={WARN} fill="var(--st-warn)" stroke="var(--st-warn-edge)" strokeWidth="1.3" />
    <path d="M10 6.6v5" stroke="var(--st-warn-on)" strokeWidth="2" strokeLinecap="round" />
    <circle cx="10" cy="14.6" r="1.2" fill="var(--st-warn-on)" />
  </>
);

const STATUS: Readonly<Record<SiteStatus, ReactNode>> = {
  offline: (
    <>
      <circle cx="10" cy="10" r="9" fill="var(--st-offline)" />
      <path
        d="M6.7 6.7l6.6 6.6M13.3 6.7l-6.6 6.6"
        stroke="var(--st-offline-on)"
        strokeWidth="2.2"
        strokeLinecap="round"
      />
    </>
  ),
  err: ERR,
  warn: WARN_FILLED,
  unknown: (
    <>
      <circle
        cx="10"
        cy="10"
        r="8"
        fill="var(--surface-1)"
        stroke="var(--st-unknown)"
        strokeWidth="1.8"
        strokeDasharray="3.2 2.2"
      />
      <path
        d="M7.9 8.1a2.1 2.1 0 1 1 3.3 1.7c-.8.5-1.2.9-1.2 1.7"
        fill="none"
        stroke="var(--st-unknown)"
        strokeWidth="1.7"
        strokeLinecap="round"
      />
      <circle cx="10" cy="13.9" r="1.1" fill="var(--st-unknown)" />
    </>
  ),
  maintenance: (
    <>
      <rect x="2.4" y="2.4" width="15.2" height="15.2" rx="3" fill="var(--st-maint)" />
      <path d="M7.6 6.6v6.8M12.4 6.6v6.8" stroke="var(--st-maint-on)" strokeWidth="2.2" strokeLinecap="round" />
    </>
  ),
  ok: <circle cx="10" cy="10" r="4.6" fill="var(--st-ok)" />,
};

const SILENT_RING = (
  <circle cx="10" cy="10" r="9.2" fill="none" stroke="var(--st-stale)" strokeWidth="1.5" strokeDasharray="2.4 2.6" />
);

const INFO = (
  <>
    <circle cx="10" cy="10" r="7.6" fill="none" stroke="var(--sev-info)" strokeWidth="1.7" />
    <path d="M10 9.2v4.4" stroke="var(--sev-info)" strokeWidth="1.9" strokeLinecap="round" />
    <circle cx="10" cy="6.4" r="1.2" fill="var(--sev-info)" />
  </>
);

/** Filled: nobody has it. Outline: somebody does. Info is always an outline. */
const SEVERITY: Readonly<Record<Severity, { readonly loud: ReactNode; readonly quiet: ReactNode }>> = {
  critical: {
    loud: ERR,
    quiet: (
      <>
        <rect
          x="3.4"
          y="3.4"
          width="13.2"
          height="13.2"
          rx="1.6"
          transform="rotate(45 10 10)"
          fill="none"
          stroke="var(--st-err)"
          strokeWidth="1.7"
        />
        <path d="M10 5.8v5" stroke="var(--st-err)" strokeWidth="1.9" strokeLinecap="round" />
        <circle cx="10" cy="13.9" r="1.2" fill="var(--st-err)" />
      </>
    ),
  },
  warning: {
    loud: WARN_FILLED,
    quiet: (
      <>
        <path
          d="M10 2.6l7.6 13.4H2.4z"
          fill="none"
          stroke="var(--sev-warning-line)"
          strokeWidth="1.7"
          strokeLinejoin="round"
        />
        <path d="M10 7.4v3.8" stroke="var(--sev-warning-line)" strokeWidth="1.8" strokeLinecap="round" />
        <circle cx="10" cy="13.6" r="1.1" fill="var(--sev-warning-line)" />
      </>
    ),
  },
  info: { loud: INFO, quiet: INFO },
};

interface GlyphProps {
  /** Spoken where no word stands beside the shape. */
  readonly label?: string;
  readonly children: ReactNode;
}

function Glyph({ label, children }: GlyphProps) {
  return label === undefined ? (
    <svg className="g" viewBox="0 0 20 20" aria-hidden="true">
      {children}
    </svg>
  ) : (
    <svg className="g" viewBox="0 0 20 20" role="img" aria-label={label}>
      {children}
    </svg>
  );
}

export function StatusGlyph({
  status,
  silent,
  label,
}: {
  readonly status: SiteStatus;
  readonly silent?: boolean;
  readonly label?: string;
}) {
  return (
    <Glyph {...(label === undefined ? {} : { label })}>
      {STATUS[status]}
      {silent && SILENT_RING}
    </Glyph>
  );
}

export function SeverityGlyph({
  severity,
  handled,
  label,
}: {
  readonly severity: Severity;
  readonly handled: boolean;
  readonly label?: string;
}) {
  return <Glyph {...(label === undefined ? {} : { label })}>{handled ? SEVERITY[severity].quiet : SEVERITY[severity].loud}</Glyph>;
}
