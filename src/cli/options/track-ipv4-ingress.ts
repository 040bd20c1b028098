import { parseAddressRange } from '../../policy/address-range.ts'
import { rangeOption, targetOption } from '../target-option.ts'

/** `--track-ipv4-ingress`: sockets that bind such an address; IPv6 is understood as well. */
export const trackIpv4Ingress = targetOption({
  ...rangeOption,
  name: '--track-ipv4-ingress',
  words: ['ingress'],
  description: 'capture sockets that bind an address in this range',
  readKey: (text) => ({ kind: 'ingress', ...parseAddressRange(text) }),
})
