import { parseAddressRange } from '../../policy/address-range.ts'
import { rangeOption, targetOption } from '../target-option.ts'

/** `--track-ipv4-egress`: sockets that connect to such an address; IPv6 is understood as well. */
export const trackIpv4Egress = targetOption({
  ...rangeOption,
  name: '--track-ipv4-egress',
  words: ['egress'],
  description: 'capture sockets that connect to an address in this range',
  readKey: (text) => ({ kind: 'egress', ...parseAddressRange(text) }),
})
