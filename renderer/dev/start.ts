import { installFabricatedBridge } from './fabricated-bridge.ts';

// The bridge must stand on the window before the product's code looks for it.
installFabricatedBridge(new URLSearchParams(location.search));
await import('../main.tsx');
