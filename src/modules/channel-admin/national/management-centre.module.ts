import { Module, type DynamicModule } from '@nestjs/common';
import type { AccessSettings } from './access/access-settings.js';
import { AccessModule } from './access/access.module.js';
import { ReturnAddressStore } from '../../../registry/channel/return-address.store.js';
import { AgreementArea } from './agreements/agreement-area.js';
import { AgreementController } from './agreements/agreement.controller.js';
import { CooperationAgreementStore } from './agreements/cooperation-agreement.store.js';
import { CooperationAgreements } from './agreements/cooperation-agreements.js';
import { NationalAuthorizations } from './agreements/national-authorizations.js';
import { ChannelAdminModule } from './channel-admin.module.js';
import { ChannelArea } from './channels/channel-area.js';
import { ChannelController } from './channels/channel.controller.js';
import { ChannelLifecycle } from './channels/channel-lifecycle.js';
import { ReturnAddressController } from './channels/return-address.controller.js';
import { KeyHandoverStore } from './channels/key-handover.store.js';
import { DecisionNotices } from './forms/decision-notices.js';
import { FormController } from './forms/form.controller.js';
import { InstitutionArea } from './institutions/institution-area.js';
import { InstitutionController } from './institutions/institution.controller.js';
import { InstitutionLifecycle } from './institutions/institution-lifecycle.js';
import { ApplicationArea } from './onboarding/application-area.js';
import { ApplicationController } from './onboarding/application.controller.js';
import { ApplicationRowStore } from './onboarding/application-row.store.js';
import { ChannelApplicationStore } from './onboarding/channel-application.store.js';
import { ChannelApplications } from './onboarding/channel-applications.js';
import { IssueChannels } from './onboarding/issue-channels.js';
import { StatisticsController } from './statistics/statistics.controller.js';
import { StatisticsReports } from './statistics/statistics-report.js';
import { ChannelDays } from './supervision/channel-days.js';
import { ChannelFindingStore } from './supervision/channel-finding.store.js';
import { ChannelSupervision } from './supervision/channel-supervision.js';
import { ChannelWatch } from './supervision/channel-watch.js';
import { FindingArea } from './supervision/finding-area.js';
import { FindingController } from './supervision/finding.controller.js';
import { SupervisedChannels } from './supervision/supervised-channels.js';
import { SUPERVISION_SETTINGS, type SupervisionSettings } from './supervision/supervision-settings.js';
import { SupervisionController } from './supervision/supervision.controller.js';
import { TerminalArea } from './terminals/terminal-area.js';
import { TerminalController } from './terminals/terminal.controller.js';
import { TerminalLifecycle } from './terminals/terminal-lifecycle.js';
import { TerminalUpload } from './terminals/terminal-upload.js';

/** 电子凭证管理中心 (5.2.1) over HTTP, in the core zone: its users, how channels are let in, watched over and let go, and the institutions and terminals. */
@Module({})
export class ManagementCentreModule {
  /** `statistics` is the tier's room of numbers. */
  static forRoot(settings: AccessSettings & SupervisionSettings, statistics: DynamicModule): DynamicModule {
    return {
      module: ManagementCentreModule,
      imports: [AccessModule.forRoot(settings), ChannelAdminModule, statistics],
      controllers: [
        ApplicationController, AgreementController, ChannelController, ReturnAddressController, FormController, InstitutionController, TerminalController,
        StatisticsController, SupervisionController, FindingController,
      ],
      providers: [
        ChannelApplicationStore, ApplicationRowStore, ApplicationArea, ChannelApplications, IssueChannels,
        CooperationAgreementStore, AgreementArea, CooperationAgreements, NationalAuthorizations, ChannelArea, ChannelLifecycle, KeyHandoverStore, ReturnAddressStore,
        DecisionNotices, InstitutionArea, InstitutionLifecycle, TerminalArea, TerminalLifecycle, TerminalUpload, StatisticsReports,
        ChannelFindingStore, FindingArea, ChannelDays, SupervisedChannels, ChannelSupervision, ChannelWatch,
        { provide: SUPERVISION_SETTINGS, useValue: settings },
      ],
    };
  }
}
