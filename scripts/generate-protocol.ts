// Prints docs/protocol.md; `npm run generate` writes it, `npm run check` compares it.
import { protocolPage } from './protocol/page.ts';

process.stdout.write(protocolPage());
