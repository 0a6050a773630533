export { allMistakes, type Found, type Mistake, type MistakeName } from './mistakes.js';
export { examine, nameIn, type ExamineOptions } from './examine.js';
export type { Diagnosis } from './diagnosis.js';
export type { DoctorKeys, OtherApplication } from './doctor-keys.js';
export { EXPLAIN_PATH } from './signature-doctor.controller.js';
export { SignatureDoctorModule } from './signature-doctor.module.js';
