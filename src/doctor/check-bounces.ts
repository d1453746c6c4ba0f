import type { Check } from './check.js';
import { bounceDomain, NO_SENDER } from './check-relay.js';
import { mxRecord } from './dns-record.js';

/** Whether bounces find their way: the MX of the domain of return addresses. */
export const bouncesCheck: Check = {
  name: 'bounces',
  title: 'Bounces',
  run: async ({ settings, dns }) => {
    const domain = bounceDomain(settings);
    if (domain === undefined) return NO_SENDER;
    const hosts = await dns.mx(domain);
    const { hostname } = new URL(settings.baseUrl);
    const host = hostname.includes('.') ? hostname : domain;
    const wanted = {
      todo: 'Add this to the DNS, with the host that takes mail for you:',
      dns: [mxRecord(domain, host)],
    };
    // A null MX has an empty name (RFC 7505).
    if (hosts.length === 1 && hosts[0] === '')
      return { state: 'fail', found: `${domain} says that it takes no mail, so no bounce comes back.`, ...wanted };
    if (hosts.length === 0)
      return (await dns.addresses(domain)).length > 0
        ? { state: 'warn', found: `${domain} has no MX; bounces go to its own address.`, ...wanted }
        : { state: 'fail', found: `${domain} has neither MX nor address, so no bounce comes back.`, ...wanted };
    for (const one of hosts) {
      if ((await dns.addresses(one)).length === 0)
        return {
          state: 'fail',
          found: `The MX of ${domain} is ${one}, which has no address.`,
          todo: 'Correct the MX.',
        };
    }
    return { state: 'ok', found: `Bounces to ${domain} go to ${hosts.join(', ')}.` };
  },
};
