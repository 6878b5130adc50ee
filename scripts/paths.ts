import path from 'node:path';

/** The clone. */
export const root = path.dirname(import.meta.dirname);

export const modules = path.join(root, 'node_modules');

/** The Electron that start, tests and packaging use. */
export const electronFolder = path.join(modules, 'electron');
export const electronDist = path.join(electronFolder, 'dist');

/** What the build writes: main/, engine/, simulator/, agent/, renderer/. */
export const dist = path.join(root, 'dist');
