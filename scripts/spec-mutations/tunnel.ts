import { within, type SpecMutation } from '../spec/mutation.ts';

/* The tunnel process: states, openings, proxy, watchdog, clients. */

const rules = within('fleet/tunnel');

export const mutations: readonly SpecMutation[] = [
  rules('FS-800', 'frigate-paths', '`/review?id=${encodeURIComponent(review)}`', '`/review?id=${review}`'),
  rules('FS-801', 'allow-list', "return (bare.endsWith('.') ? bare.slice(0, -1) : bare).toLowerCase();", 'return bare;'),
  rules('FS-802', 'allow-list', '(\\/[^#\\s]*|', '(\\/[^\\s]*|'),
  rules('FS-803', 'tailnet-state', "if (control === 'unreachable') return 'control_unreachable';", ''),
  rules('FS-804', 'tailnet-state', "isRelayGone(facts) ? 'relay_gone' : 'joined'", "'joined'"),
  rules('FS-805', 'opening-rules', "return fail('sign_in', 'key_expired');", "return { go: false, step: 'join' };"),
  rules('FS-806', 'opening-rules', "if (tailnet === 'relay_gone') return 'relay_gone';", ''),
  rules('FS-807', 'opening-rules', "canonicalHost(name).split('.')[0] === wanted", 'canonicalHost(name).startsWith(wanted)'),
  rules('FS-808', 'opening-rules', "case 'certificate_changed':\n    case 'certificate_invalid':\n    case 'no_console':\n    case 'too_many_open':\n      return false;", "case 'no_console':\n      return false;"),
  rules('FS-809', 'watchdog', 'LOST_PINGS_TO_STALL = 2', 'LOST_PINGS_TO_STALL = 1'),
  rules('FS-810', 'watchdog', 'ping.heardMs > ping.startMs', 'false'),
  rules('FS-811', 'watchdog', "ping.type === 'refused' || lost", 'lost'),
];
