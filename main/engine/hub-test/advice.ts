import type { HubProblem } from '../../../fleet/model/hub.ts';
import { placeOf } from '../../../platform/mqtt-client.ts';
import type { HubTestAdvice, HubTestLine } from '../../../fleet/model/hub-test.ts';

const HTTPS_PORT = 443;

/** Networks that let only web traffic out are the usual reason for silence at 8883. */
const reachAdvice = (url: string): readonly HubTestAdvice[] => {
  const isWeb = new URL(url).protocol === 'wss:' && placeOf(url).port === HTTPS_PORT;
  return isWeb ? ['check_port', 'try_proxy'] : ['check_port', 'try_wss', 'try_proxy'];
};

/** Proxies often let out to 443 only. */
const proxyAdvice = (url: string): readonly HubTestAdvice[] =>
  placeOf(url).port === HTTPS_PORT ? ['ask_proxy'] : ['ask_proxy', 'try_wss'];

const problemAdvice = (problem: HubProblem, url: string): readonly HubTestAdvice[] => {
  switch (problem) {
    case 'name_not_found':
      return ['check_name'];
    case 'tcp_refused':
    case 'tcp_timeout':
      return reachAdvice(url);
    case 'proxy_unreachable':
      return ['check_proxy'];
    case 'proxy_login':
      return ['check_proxy_login'];
    case 'proxy_refused':
      return proxyAdvice(url);
    case 'tls_untrusted':
      return ['give_ca'];
    case 'tls_expired':
      return ['renew_hub_certificate'];
    case 'tls_client_refused':
      return ['give_client_certificate'];
    case 'tls_other':
    case 'closed_by_hub':
      return ['tls_port'];
    case 'bad_login':
    case 'not_authorised':
      return ['check_login'];
    case 'protocol_refused':
      return ['ask_protocol'];
    case 'keepalive_lost':
    case 'taken_over':
    case 'other':
      return ['try_later'];
    default:
      return problem satisfies never;
  }
};

/** What to try, each once, in the order of the steps. `url` is one that was tested, or no address at all. */
export const adviceFor = (lines: readonly HubTestLine[], url: string): readonly HubTestAdvice[] => {
  const all = lines
    .filter(({ result }) => result === 'failed')
    .flatMap((line): readonly HubTestAdvice[] => {
      if (line.step === 'address') return ['write_address'];
      if (line.step === 'subscribe') return ['ask_read_rights'];
      if (line.step === 'write') return ['ask_write_rights'];
      return problemAdvice(line.problem ?? 'other', url);
    });
  const tcp = new Set(lines.filter(({ step }) => step === 'tcp').map(({ result }) => result));
  const answers443 = tcp.has('failed') && tcp.has('ok');
  return [...new Set(all.map((one) => (one === 'try_wss' && answers443 ? 'port_443_answers' : one)))];
};
