import type { RefusedRecordReason } from '../../../protocol/transactions/report-insured-batch.js';
import type { IntakeColumn } from './intake-columns.rules.js';

interface Reason {
  readonly chinese: string;
  readonly english: string;
}

/** Why a row is not taken in (INT-151), in the order in which the rules are asked. Published in docs/intake.md. */
export const intakeReasons = {
  characters:     { chinese: '含无法识别的字符', english: 'the line holds bytes that are no characters' },
  quotes:         { chinese: '引号不配对', english: 'the quotes of the line do not match' },
  tooLong:        { chinese: '行过长', english: 'the line is longer than any row can be' },
  cells:          { chinese: '列数与表头不符', english: 'the row has another number of cells than the header' },
  missing:        { chinese: '必填项为空', english: 'a value must stand here' },
  idType:         { chinese: '证件类型不在表C.2中', english: 'no document type of table C.2' },
  idNoForm:       { chinese: '证件号码格式与类型不符', english: 'the number has not the form of its document type' },
  idNoProvince:   { chinese: '证件号码中的省份不存在', english: 'the number names a province that does not exist' },
  birthDate:      { chinese: '证件号码中的出生日期不存在', english: 'the number names a date of birth that does not exist' },
  checkDigit:     { chinese: '证件号码校验码错误', english: 'the check digit of the number does not match' },
  birthInFuture:  { chinese: '出生日期晚于今日', english: 'the number names a date of birth that lies ahead' },
  nameForm:       { chinese: '姓名含不应有的字符，或过短、过长', english: 'the name holds signs that no name has, or is too short or too long' },
  divisionCode:   { chinese: '统筹区不是有效的行政区划代码', english: 'the pooling area is no division code' },
  otherProvince:  { chinese: '统筹区不属于本省', english: 'the pooling area lies in another province' },
  insuranceType:  { chinese: '险种类型未知', english: 'no known insurance type' },
  date:           { chinese: '日期不存在或格式不符', english: 'no date such as 20190105 or 2019-01-05' },
  startsInFuture: { chinese: '参保开始晚于今日', english: 'the period begins after today' },
  endsBeforeStart: { chinese: '参保结束早于开始', english: 'the period ends before it begins' },
  beforeBirth:    { chinese: '参保开始早于出生', english: 'the period begins before the person was born' },
  duplicate:      { chinese: '与本文件前面的一行重复', english: 'the same row stood in this file before' },
  nameDiffers:    { chinese: '同一证件已以另一姓名登记', english: 'another name stands with this document' },
  overlap:        { chinese: '与此人在该统筹区的另一参保时段重叠', english: 'overlaps another insured period of this person in this pooling area' },
  idNumber:       { chinese: '国家中台未接受该证件号码', english: 'national does not take this document number' },
  formerDocument: { chinese: '该证件已变更，请以新证件上报', english: 'the former document of a person whose data have changed' },
} as const satisfies Readonly<Record<string, Reason>>;

export type IntakeReason = keyof typeof intakeReasons;

/** The field that a refusal by the national tier speaks of. */
export const nationalRefusals: Readonly<Record<RefusedRecordReason, IntakeColumn>> = {
  idNumber: 'idNo', otherProvince: 'poolingArea', nameDiffers: 'userName', formerDocument: 'idNo',
};

/** What is wrong in a row: in which column, or in the row as a whole. */
export interface RowFault {
  readonly field: IntakeColumn | 'row';
  readonly reason: IntakeReason;
  /** As it stands in the file; masked before it is kept. */
  readonly value: string;
}
