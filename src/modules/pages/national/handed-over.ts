import { maskName, maskNumber } from '../../../kernel/journal/masks.js';
import { html, type Html } from '../../../kernel/print/html.js';
import { findIdType } from '../../../protocol/dictionaries/id-types.js';
import type { CredentialRecord } from '../../../protocol/transactions/credential-record.js';
import { said } from './page.js';

/** 4.6: what the channel has handed over of the person, so that the person knows the own data again and nobody else learns them. */
export const handedOver = ({ userName, idType, idNo }: CredentialRecord): Html => html`<p>${said(['该应用向国家医疗保障局提供了以下实名信息：', 'The application has handed over this real-name information:'])}</p>
<dl>
<dt>${said(['姓名', 'Name'])}</dt><dd>${maskName(userName)}</dd>
<dt>${said(['证件类型', 'Type of document'])}</dt><dd>${findIdType(idType)?.name ?? idType}</dd>
<dt>${said(['证件号码', 'Number of document'])}</dt><dd>${maskNumber(idNo, 3, 2)}</dd>
</dl>`;
