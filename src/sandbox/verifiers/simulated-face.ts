/** A stand-in for a biometric sample, Base64: the simulator recognises it as the face of this document's holder. */
export function simulatedFace(idNo: string): string {
  return Buffer.from(`simulated face of ${idNo}`, 'utf8').toString('base64');
}
