import type { Sheet, SheetRow } from '../../../../kernel/print/sheet.js';
import { MOST_CHANNELS } from '../onboarding/application-form.js';
import { dated } from './application-sheet.js';

/** One line of the notice: what one channel was given. */
export interface NoticeLine {
  /** 渠道名称. */
  readonly name: string;
  readonly channelNumber: string;
  readonly appId: string;
  /** 应用密码（SECRET）, or a mask in its place. */
  readonly appSecret: string;
  /** 数字密钥, or a mask in its place. // INT-53 */
  readonly digitalKey: string;
}

/** What the national bureau answers an application with. */
export interface DecisionNotice {
  /** 发起申请单位. */
  readonly applicant: string;
  /** 第三方渠道. */
  readonly thirdParty: string;
  /** 回复时间. */
  readonly answeredAt: number;
  readonly approved: boolean;
  /** 原因. */
  readonly reason: string;
  readonly lines: readonly NoticeLine[];
}

const NOTES = [
  '说明：1. 如果申请接入多个渠道，国家医疗保障局将分别为每个渠道分配相应的渠道编号、应用编号（APPID）、应用密码（SECRET）和数字密钥。',
  '　　　2. 数字密钥：对传输过程中的业务数据进行加解密的密钥。',
  '　　　3. 第三方渠道入网时须通过技术标准验证和安全测评。',
];

/** 医保电子凭证第三方渠道接入反馈单 (D.2), every field and note of it, with its five lines. */
export function noticeSheet({ applicant, thirdParty, answeredAt, approved, reason, lines }: DecisionNotice): Sheet {
  return {
    title: '医保电子凭证第三方渠道接入反馈单', landscape: true, columns: [8, 18, 24, 24, 24, 16], notes: NOTES,
    rows: [
      { cells: [{ text: '国家医疗保障局受理反馈申请省级医疗保障部门表样', columns: 6 }], leastHeight: 8 },
      {
        cells: [
          { text: `发起申请单位：${applicant}`, columns: 2, align: 'left' }, { text: `第三方渠道：${thirdParty}`, columns: 2, align: 'left' },
          { text: dated(answeredAt, '回复时间：'), columns: 2, align: 'left' },
        ],
        leastHeight: 9,
      },
      { cells: ['序号', '渠道名称', '渠道编号', '应用编号（APPID）', '应用密码（SECRET）', '数字密钥'].map((text) => ({ text })), leastHeight: 8 },
      ...Array.from({ length: Math.max(MOST_CHANNELS, lines.length) }, (_none, index) => line(index + 1, lines[index])),
      {
        cells: [
          { text: '受理\n结果' },
          { text: `${box(approved)} 同意入网申请　　　${box(!approved)} 不同意入网申请\n原因：${reason}`, columns: 5, align: 'left' },
        ],
        leastHeight: 18,
      },
      { cells: [{ text: '国家医疗保障局规划财务和法规司（章）', columns: 6 }], leastHeight: 22 },
    ],
  };
}

const box = (ticked: boolean): string => (ticked ? '■' : '□');

function line(no: number, given: NoticeLine | undefined): SheetRow {
  const texts = given === undefined ? ['', '', '', '', ''] : [given.name, given.channelNumber, given.appId, given.appSecret, given.digitalKey];
  return { cells: [String(no), ...texts].map((text) => ({ text })), leastHeight: 10 };
}
