import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StateCameras } from '../../fleet/wire/state-cameras.ts';
import { camerasInTrouble, typedDocuments, worstDisksFirst } from './site-facts.ts';

test('The disk that is full first comes first, then the fullest; an unmeasured one last', () => {
  const disks = [
    { path: '/unmeasured' },
    { path: '/half', total_mb: 100, free_mb: 50 },
    { path: '/trend', total_mb: 100, free_mb: 90, full_in_h: 31 },
    { path: '/full', total_mb: 100, free_mb: 1 },
  ];
  assert.deepEqual(
    worstDisksFirst(disks).map(({ path }) => path),
    ['/trend', '/full', '/half', '/unmeasured'],
  );
});

test('A camera switched off on purpose is no trouble', () => {
  const cameras = [
    { nvr: 'nvr', id: 'a', detect: 'disabled', record: 'disabled' },
    { nvr: 'nvr', id: 'b', name: 'Dock 2', detect: 'online', record: 'offline' },
    { nvr: 'nvr', id: 'c', detect: 'offline' },
  ] as unknown as StateCameras['cameras'];
  assert.deepEqual(camerasInTrouble(cameras), ['Dock 2', 'c']);
});

test('Documents that a site never sent are absent', () => {
  const told = typedDocuments({ 'state/health': { level: 'ok' }, 'state/cert': undefined });
  assert.deepEqual(Object.keys(told), ['health']);
});
