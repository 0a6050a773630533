import { Module } from '@nestjs/common';
import { InsuredPersonReports } from '../../../registry/credential/insured-person-reports.js';
import { ReportInsuredBatchHandler } from './report-insured-batch.handler.js';
import { ReportInsuredPersonHandler } from './report-insured-person.handler.js';

/** 参保数据归集, national shelf (notice 二(二)): what provinces report of their people. */
@Module({ providers: [InsuredPersonReports, ReportInsuredPersonHandler, ReportInsuredBatchHandler] })
export class IntakeModule {}
