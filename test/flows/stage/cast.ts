import type { Channel } from './channel.js';
import type { ActivationWish, Citizen } from './citizen.js';
import type { Hospital, Pharmacy } from './designated-institution.js';
import { openStage, type CitizenWish, type Stage, type StageWish } from './stage.js';

/** Whom most stories need: two channels, and a hospital and a pharmacy in each of the two provinces. */
export interface Cast {
  readonly stage: Stage;
  /** The bureau's own channel. */
  readonly app: Channel;
  /** A channel of another party (2.6). */
  readonly partner: Channel;
  readonly xiamenHospital: Hospital;
  readonly xiamenPharmacy: Pharmacy;
  readonly guangzhouHospital: Hospital;
  readonly guangzhouPharmacy: Pharmacy;
  /** A citizen who has activated through a channel (the bureau's own by default), and of whom every province has heard that must. */
  readonly activated: (wish: CitizenWish & ActivationWish & { readonly through?: Channel }) => Promise<Citizen>;
}

/** Opens a stage and lets the usual cast in through the management centre; the provinces know them. */
export async function openStageWithCast(wish?: StageWish): Promise<Cast> {
  const stage = await openStage(wish);
  const { centre, fujian, guangdong } = stage;
  const app = await centre.registersChannel('测试医保服务平台', 'official');
  const partner = await centre.registersChannel('示例支付', 'third-party');
  const xiamenHospital = await centre.registersHospital({ orgId: 'H35020300001', name: '厦门示例医院', division: '350203' }, fujian);
  const xiamenPharmacy = await centre.registersPharmacy({ orgId: 'P35020300002', name: '厦门示例药店', division: '350203' }, fujian);
  const guangzhouHospital = await centre.registersHospital({ orgId: 'H44010400003', name: '广州示例医院', division: '440104' }, guangdong);
  const guangzhouPharmacy = await centre.registersPharmacy({ orgId: 'P44010400004', name: '广州示例药店', division: '440104' }, guangdong);
  await stage.converged();
  const activated: Cast['activated'] = async ({ through = app, ...rest }) => {
    const citizen = await stage.citizen(rest);
    await citizen.activatesThrough(through, rest);
    await stage.converged();
    return citizen;
  };
  return { stage, app, partner, xiamenHospital, xiamenPharmacy, guangzhouHospital, guangzhouPharmacy, activated };
}
