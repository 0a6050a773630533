import { Module, type DynamicModule } from '@nestjs/common';
import { OwnState } from '../../own-state.js';
import { AlertController } from './alert.controller.js';
import { AlertRounds } from './alert-rounds.js';
import { AlertStore } from './alert.store.js';
import { FederationWatch } from './federation-watch.js';
import { MonitoringView } from './monitoring-view.js';
import { MonitoringController } from './monitoring.controller.js';
import { MONITORING_SETTINGS, type MonitoringSettings } from './monitoring-settings.js';
import { AlertArea, TierArea } from './tier-area.js';

/** 运行监测 (5.2.1): the whole federation seen from the management centre. */
@Module({})
export class MonitoringModule {
  static forRoot(settings: MonitoringSettings): DynamicModule {
    return {
      module: MonitoringModule,
      controllers: [MonitoringController, AlertController],
      providers: [
        OwnState, FederationWatch, AlertStore, AlertRounds, MonitoringView, TierArea, AlertArea, { provide: MONITORING_SETTINGS, useValue: settings },
      ],
    };
  }
}
