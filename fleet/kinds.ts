/*
 * The kinds of messages (contract §2), apart from their schemas: the window names kinds and never decodes.
 */

export const STATE_KINDS = [
  'state/agent',
  'state/site',
  'state/health',
  'state/cameras',
  'state/inventory',
  'state/cert',
  'state/reconcile',
  'state/alerts',
] as const;
export type StateKind = (typeof STATE_KINDS)[number];

/** Messages of a site that are one point in a contiguous row; `cmd/ack` counts as one (contract §3). */
export const EVENT_KINDS = [
  'event/alert',
  'event/review',
  'event/recognition',
  'event/embedding',
  'event/rollup',
  'cmd/ack',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export const DESK_KINDS = [
  'desk/alert',
  'desk/site',
  'desk/window',
  'desk/rule',
  'desk/rollout',
  'desk/handover',
  'desk/operator',
] as const;
export type DeskKind = (typeof DESK_KINDS)[number];

export type TopicKind = StateKind | EventKind | DeskKind | 'cmd/req' | 'hint/git' | 'hub/summary' | 'bridge/state';

/** Kinds under `fleet/v1/S/`. */
export const SITE_KINDS = [...STATE_KINDS, ...EVENT_KINDS, 'cmd/req', 'hint/git'] as const;
export type SiteKind = (typeof SITE_KINDS)[number];
