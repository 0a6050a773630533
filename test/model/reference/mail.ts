type Letter = () => void;

/** What tiers tell each other after an act: in order from each sender, at once, or when the mail that waits is let go. */
export class Mail {
  waits = false;
  private readonly bags = new Map<string, Letter[]>();

  constructor(private readonly provinces: readonly string[]) {}

  /** `letter`: what its arrival does. */
  post(sender: string, letter: Letter): void {
    this.bags.set(sender, [...(this.bags.get(sender) ?? []), letter]);
  }

  /** The provinces' first, then national's: what provinces say gives national something to tell. */
  deliver(): void {
    if (this.waits) return;
    for (const sender of [...this.provinces, 'national']) this.empty(sender);
  }

  private empty(sender: string): void {
    const letters = this.bags.get(sender) ?? [];
    this.bags.delete(sender);
    for (const letter of letters) letter();
  }
}
