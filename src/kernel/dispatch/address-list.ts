import { BlockList, isIP } from 'node:net';

/** Whether a text is an IPv4 or IPv6 address. */
export const isAddress = (text: string): boolean => isIP(text) !== 0;

/** A list of network addresses: single ones and subnets such as `10.1.0.0/16` or `2001:db8::/32`. */
export class AddressList {
  private readonly list = new BlockList();

  /** Throws `RangeError` naming the entry that is neither an address nor a subnet. */
  constructor(entries: readonly string[]) {
    for (const entry of entries) this.add(entry);
  }

  /** Whether an address stands in the list; IPv4 written as IPv6 counts as IPv4. */
  has(address: string): boolean {
    const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
    const version = isIP(plain);
    return version !== 0 && this.list.check(plain, version === 4 ? 'ipv4' : 'ipv6');
  }

  private add(entry: string): void {
    const [address, prefix, ...rest] = entry.split('/');
    const version = isIP(address);
    const bits = prefix === undefined ? undefined : Number(prefix);
    const most = version === 4 ? 32 : 128;
    if (version === 0 || rest.length > 0 || (bits !== undefined && !(/^\d+$/.test(prefix) && bits <= most))) {
      throw new RangeError(`${entry} is neither an address nor a subnet`);
    }
    const family = version === 4 ? 'ipv4' : 'ipv6';
    if (bits === undefined) this.list.addAddress(address, family);
    else this.list.addSubnet(address, bits, family);
  }
}
