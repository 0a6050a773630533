import { refuse } from '../../../../protocol/refusal.js';
import type { Identity } from '../../../../registry/person/insured-person.store.js';
import type { Verdict } from '../../../../kernel/link/outside-system.js';
import type { AlipayGateway, AlipayRequest } from './alipay-gateway.js';
import type { AlipayAnswer } from './alipay-message.js';
import type { Alipay, StartedFace } from './alipay.port.js';

/** Resident identity cards, the only documents of Alipay's real names that are asked for here. */
const RESIDENT = { ours: '01', ofUserInfo: ['0', 'IDENTITY_CARD'], ofCertify: 'IDENTITY_CARD' } as const;

/** Real names (`alipay.user.info.share`) and faces (`alipay.user.certify.open.*`) by Alipay's open platform. */
export class HttpAlipay implements Alipay {
  constructor(private readonly gateway: AlipayGateway) {}

  async identityOf(authCode: string): Promise<Identity> {
    const failure = 'alipayUserInfoFailed';
    const token = await this.ask({ method: 'alipay.system.oauth.token', members: { grant_type: 'authorization_code', code: authCode } }, failure);
    const accessToken = this.requireText(token, 'access_token', failure);
    const info = await this.ask({ method: 'alipay.user.info.share', members: { auth_token: accessToken } }, failure);
    if (!RESIDENT.ofUserInfo.some((each) => each === info['cert_type'])) {
      throw refuse(failure, { diagnosis: 'the user is not known to Alipay by a resident identity card' });
    }
    return { idType: RESIDENT.ours, idNo: this.requireText(info, 'cert_no', failure), userName: this.requireText(info, 'user_name', failure) };
  }

  async beginFace({ idType, idNo, userName }: Identity, orderNo: string, returnUrl: string): Promise<StartedFace> {
    if (idType !== RESIDENT.ours) throw refuse('alipayFaceParametersFailed', { diagnosis: 'Alipay compares faces of resident identity cards only' });
    const identity = { identity_type: 'CERT_INFO', cert_type: RESIDENT.ofCertify, cert_name: userName, cert_no: idNo };
    const content = { outer_order_no: orderNo, biz_code: 'FACE', identity_param: identity, merchant_config: { return_url: returnUrl } };
    const answer = await this.ask({ method: 'alipay.user.certify.open.initialize', content }, 'alipayFaceParametersFailed');
    const certifyId = this.requireText(answer, 'certify_id', 'alipayFaceParametersFailed');
    return { certifyId, certifyUrl: this.gateway.pageOf({ method: 'alipay.user.certify.open.certify', content: { certify_id: certifyId } }) };
  }

  async faceVerdict(certifyId: string): Promise<Verdict> {
    const answer = await this.ask({ method: 'alipay.user.certify.open.query', content: { certify_id: certifyId } }, 'alipayFaceParametersFailed');
    return this.requireText(answer, 'passed', 'alipayFaceParametersFailed') === 'T' ? 'match' : 'mismatch';
  }

  private async ask(request: AlipayRequest, failure: Failure): Promise<AlipayAnswer> {
    const answer = await this.gateway.ask(request);
    const { code = '10000', sub_code: subCode = '' } = answer;
    if (code === '10000') return answer;
    throw refuse(failure, { diagnosis: `Alipay answered ${request.method} with ${code} ${subCode}` });
  }

  private requireText(answer: AlipayAnswer, name: string, failure: Failure): string {
    const value = answer[name];
    if (typeof value === 'string' && value !== '') return value;
    throw refuse(failure, { diagnosis: `the answer of Alipay has no ${name}` });
  }
}

type Failure = 'alipayUserInfoFailed' | 'alipayFaceParametersFailed';
