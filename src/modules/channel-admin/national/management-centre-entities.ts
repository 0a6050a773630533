import { LoginAttemptsEntity } from './access/login-attempts.entity.js';
import { ManagementSessionEntity } from './access/management-session.entity.js';
import { ManagementUserEntity } from './access/management-user.entity.js';
import { AgreementDocumentEntity } from './agreements/agreement-document.entity.js';
import { CooperationAgreementEntity } from './agreements/cooperation-agreement.entity.js';
import { KeyHandoverEntity } from './channels/key-handover.entity.js';
import { AlertEntity } from './monitoring/alert.entity.js';
import { ApplicationRowEntity } from './onboarding/application-row.entity.js';
import { ApplicationStepEntity } from './onboarding/application-step.entity.js';
import { ChannelApplicationEntity } from './onboarding/channel-application.entity.js';
import { FilingNumberSerialEntity } from './terminals/filing-number-serial.entity.js';
import { ChannelFindingEntity } from './supervision/channel-finding.entity.js';

/** Tables of the management centre; only the national tier has them. */
export const managementCentreEntities = [
  ManagementUserEntity, ManagementSessionEntity, LoginAttemptsEntity, ChannelApplicationEntity, ApplicationRowEntity, ApplicationStepEntity,
  CooperationAgreementEntity, AgreementDocumentEntity, KeyHandoverEntity, AlertEntity, FilingNumberSerialEntity, ChannelFindingEntity,
];
