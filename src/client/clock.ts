/** Epoch milliseconds of this machine, for a client that runs alone; the tiers hand their own clock in. */
export const machineTime = (): number => Date.now();
