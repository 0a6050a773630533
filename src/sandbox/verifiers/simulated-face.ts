/** A stand-in for a biometric sample, Base64: the simulator recognises it as the face of this document's holder. */
export function simulatedFace(idNo: string): string {
  return Buffer.from(`simulated face of ${idNo}`, 'utf8').toString('base64');
}

/** Whose simulated face a sample is; undefined for anything else. */
export function holderOfFace(sample: string): string | undefined {
  return /^simulated face of (\S+)$/.exec(Buffer.from(sample, 'base64').toString('utf8'))?.[1];
}
