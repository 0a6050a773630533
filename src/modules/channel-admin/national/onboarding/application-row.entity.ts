import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One line of a form: one channel, with what it was given. */
@Entity('channel_application_row')
@Index('ix_channel_application_row_provider', ['creditCode'])
@Index('uq_channel_application_row_channel', ['channelNumber'], { unique: true, where: '"channel_number" IS NOT NULL' })
export class ApplicationRowEntity {
  @PrimaryColumn({ name: 'application_id', type: 'varchar', length: 36 }) applicationId: string;
  /** 序号, from 1. */
  @PrimaryColumn({ name: 'row_no', type: 'integer' }) rowNo: number;
  /** Of the applying department. */
  @Column({ type: 'varchar', length: 6 }) division: string;
  /** 统一社会信用代码 of whoever runs the channel. */
  @Column({ name: 'credit_code', type: 'varchar', length: 18 }) creditCode: string;
  /** 1 where the form says that a local agreement was signed. */
  @Column({ name: 'local_agreement', type: 'integer' }) localAgreement: number;
  /** 渠道编号, once it is issued. */
  @Column({ name: 'channel_number', type: 'varchar', length: 32, nullable: true }) channelNumber: string | null;
  /** The APPID that stands in the decision notice. */
  @Column({ name: 'app_id', type: 'varchar', length: 32, nullable: true }) appId: string | null;
}
