export { allMistakes, type Found, type MistakeName } from './mistakes.js';
export { examine, nameIn, type ExamineOptions } from './examine.js';
export type { Diagnosis } from './diagnosis.js';
export type { DoctorKeys, OtherApplication } from './doctor-keys.js';
