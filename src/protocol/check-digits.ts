/**
 * Check character of ISO 7064 MOD 11-2 over decimal digits: `0` to `9` or `X`. Resident ids and what follows their form
 * (GB 11643-1999). Catches every single wrong digit and every swap of two.
 */
export function mod11Radix2(digits: string): string {
  let product = 0;
  for (const digit of digits) product = ((product + Number(digit)) * 2) % 11;
  const check = (12 - product) % 11;
  return check === 10 ? 'X' : String(check);
}

/** The totally anti-symmetric quasigroup of order 10 in H. M. Damm's thesis (Marburg 2004): row the digits so far, column the next digit. */
const DAMM = [
  '0317598642', '7092154863', '4206871359', '1750983426', '6123045978', '3674209581', '5869720134', '8945362017', '9438617205', '2581436790',
];

/** Check digit of Damm over decimal digits: `0` to `9`. Catches every single wrong digit and every swap of two neighbours, which MOD 11,10 does not. */
export function damm(digits: string): string {
  let interim = '0';
  for (const digit of digits) interim = DAMM[Number(interim)][Number(digit)];
  return interim;
}

/** Check digit of ISO/IEC 7812 (Luhn) over decimal digits: the numbers of bank cards. Catches every single wrong digit. */
export function luhn(digits: string): string {
  let sum = 0;
  [...digits].toReversed().forEach((digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  });
  return String((10 - (sum % 10)) % 10);
}

/**
 * Check digit with the weights 7, 3, 1 modulo 10, letters counting `A` = 10 to `Z` = 35 (ICAO Doc 9303, part 3).
 * Catches every single wrong digit, not every wrong letter. Takes digits and upper-case letters.
 */
export function weighted731(text: string): string {
  const weights = [7, 3, 1];
  const sum = [...text].reduce((total, character, index) => total + parseInt(character, 36) * weights[index % 3], 0);
  return String(sum % 10);
}

/** The characters of a unified social credit code, each standing for its index: no I, O, S, V, Z (GB 32100-2015). */
export const CREDIT_CODE_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/**
 * Check character of a unified social credit code over its first 17 characters, all of `CREDIT_CODE_ALPHABET`: weights 3^i
 * modulo 31 (GB 32100-2015). Catches every single wrong character.
 */
export function mod31(text: string): string {
  let weight = 1;
  let sum = 0;
  for (const character of text) {
    sum += CREDIT_CODE_ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return CREDIT_CODE_ALPHABET[(31 - (sum % 31)) % 31];
}
