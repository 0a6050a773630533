import { chinaDate } from '../../../../kernel/clock.js';
import type { Sheet, SheetRow } from '../../../../kernel/print/sheet.js';
import type { ApplicationForm, ChannelFields } from '../onboarding/application-form.js';
import type { ApplicationStep } from '../onboarding/channel-application.store.js';

/** The form has two lines printed on it (D.2); a longer application prints all of its own. */
const LEAST_LINES = 2;
/** In millimetres. */
const LINE_HEIGHT = 10;

const HEADINGS = [
  '序号', '渠道应用名称', '渠道名称及统一社会信用代码', '覆盖区域\n（全省/地市）', '覆盖业务', '联系人', '联系电话', '拟接入时间', '是否签署整体合作协议',
  '是否签署本地合作协议',
];

const NOTES = [
  '说明：1. 由申请地市（省级）医疗保障部门填写，省医疗保障局汇总后统一上报国家医疗保障局规划财务和法规司备案。',
  '　　　2. 渠道应用名称填写具体地方政务服务渠道的规范名称。',
  '　　　3. 覆盖业务包括但不限于实名实人认证、业务查询等。',
];

/** 医保电子凭证第三方渠道接入申请表 (D.2), every field and note of it; the province's opinion once it has endorsed. */
export function applicationSheet({ department, thirdParty, channels }: ApplicationForm, endorsement: ApplicationStep | undefined): Sheet {
  const lines = channels.length < LEAST_LINES ? LEAST_LINES : channels.length;
  const filledIn = Array.from({ length: lines }, (_none, index) => line(index + 1, channels[index]));
  return {
    title: '医保电子凭证第三方渠道接入申请表', landscape: true, columns: [9, 5, 13, 18, 12, 14, 8, 11, 10, 9, 9], notes: NOTES,
    rows: [
      {
        cells: [
          { text: '医保电子凭证管理部门（地市/省）填写', rows: 6 + lines }, { text: '申请地医疗保障部门', columns: 2 },
          { text: department.name, columns: 8 },
        ],
        leastHeight: 8,
      },
      contact(department),
      { cells: [{ text: '第三方渠道名称', columns: 2 }, { text: thirdParty.name, columns: 8 }], leastHeight: 8 },
      contact(thirdParty),
      { cells: [{ text: '拟接入渠道应用情况', columns: 10 }], leastHeight: 8 },
      { cells: HEADINGS.map((text) => ({ text })), leastHeight: 8 },
      ...filledIn,
      {
        cells: [{ text: '省级医疗保障部门意见' }, { text: `${endorsement?.note ?? ''}\n\n公章：\n${dated(endorsement?.at)}`, columns: 10, align: 'left' }],
        leastHeight: 32,
      },
    ],
  };
}

function contact({ contactName, contactPhone }: { readonly contactName: string; readonly contactPhone: string }): SheetRow {
  return {
    cells: [{ text: '联系人', columns: 2 }, { text: contactName, columns: 2 }, { text: '联系电话/手机', columns: 2 }, { text: contactPhone, columns: 4 }],
    leastHeight: 8,
  };
}

function line(no: number, channel: ChannelFields | undefined): SheetRow {
  if (channel === undefined) return { cells: [{ text: String(no) }, ...HEADINGS.slice(1).map(() => ({ text: '' }))], leastHeight: LINE_HEIGHT };
  const { applicationName, providerName, creditCode, cities, business, contactName, contactPhone, plannedOn } = channel;
  const texts = [
    String(no), applicationName, `${providerName}\n${creditCode}`, cities ?? '全省', business, contactName, contactPhone,
    plannedOn, yesOrNo(channel.overallAgreementSigned), yesOrNo(channel.localAgreementSigned),
  ];
  return { cells: texts.map((text) => ({ text })), leastHeight: LINE_HEIGHT };
}

const yesOrNo = (signed: boolean): string => (signed ? '是' : '否');

/** 日期： 年 月 日, filled in once there is a day. */
export function dated(at: number | undefined, label = '日期：'): string {
  if (at === undefined) return `${label}　　年　　月　　日`;
  const [year, month, day] = chinaDate(at).split('-').map(Number);
  return `${label}${year} 年 ${month} 月 ${day} 日`;
}
