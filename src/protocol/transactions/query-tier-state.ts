import { B, C, listOf, N, nested, row, shape, type ShapeType } from '../shape.js';
import { momentField } from './fields.js';

/** So many stalled messages are shown, the oldest first. */
export const MOST_STALLED = 50;
/** Longest sentence in a state; whoever says more is cut. */
export const LONGEST_WHY = 200;

const MOST_ROWS = 500;
const codeField = N(-999_999, 999_999);
const why = C(LONGEST_WHY);

/** What was answered in the last minutes. Times in milliseconds: nobody of so many in a hundred waited longer. */
const windowShape = shape('openec', '时间窗统计', [
  row(1, 'minutes',   '时间窗分钟数',     N(), 'N', 'Y'),
  row(2, 'requests',  '请求数',           N(), 'N', 'Y'),
  row(3, 'refused',   '业务拒绝数',       N(), 'N', 'Y'),
  row(4, 'elsewhere', '依赖方未应答数',   N(), 'N', 'Y'),
  row(5, 'faults',    '未知异常数',       N(), 'N', 'Y'),
  row(6, 'p50Ms',     '耗时中位数',       N(), 'N', 'Y'),
  row(7, 'p95Ms',     '耗时九十五百分位', N(), 'N', 'Y'),
  row(8, 'p99Ms',     '耗时九十九百分位', N(), 'N', 'Y'),
]);

const codeCountShape = shape('openec', '返回码计数', [
  row(1, 'returnCode',  '返回码',   codeField, 'Y', 'Y'),
  row(2, 'minute',      '一分钟内', N(),       'N', 'Y'),
  row(3, 'fiveMinutes', '五分钟内', N(),       'N', 'Y'),
  row(4, 'hour',        '一小时内', N(),       'N', 'Y'),
]);

/** 服务监控 (5.2.2, 5.2.3): what one zone answered, altogether or for one transaction. */
const trafficShape = shape('openec', '交易统计', [
  row(1, 'zone',      '区域',       C(20),                                     'N', 'Y'),
  row(2, 'transType', '交易类型',   C(40),                                     'N', 'N'),
  row(3, 'windows',   '时间窗',     listOf(nested(windowShape), 3),            'N', 'Y'),
  row(4, 'codes',     '返回码计数', listOf(nested(codeCountShape), MOST_ROWS), 'N', 'Y'),
]);

const processShape = shape('openec', '进程状态', [
  row(1, 'eventLoopDelayMs',      '事件循环延迟九十九百分位', N(), 'N', 'Y'),
  row(2, 'worstEventLoopDelayMs', '事件循环最大延迟',         N(), 'N', 'Y'),
  row(3, 'residentBytes',         '常驻内存',                 N(), 'N', 'Y'),
  row(4, 'heapUsedBytes',         '堆内存',                   N(), 'N', 'Y'),
]);

const databaseShape = shape('openec', '数据库状态', [
  row(1, 'writable', '可写', B,   'N', 'Y'),
  row(2, 'why',      '说明', why, 'N', 'Y'),
]);

const backlogShape = shape('openec', '待投递积压', [
  row(1, 'peer',     '对方',         C(40),       'N', 'Y'),
  row(2, 'pending',  '待投递数',     N(),         'N', 'Y'),
  row(3, 'stalled',  '停滞数',       N(),         'N', 'Y'),
  row(4, 'oldestAt', '最早产生时间', momentField, 'N', 'Y'),
]);

const stalledShape = shape('openec', '停滞消息', [
  row(1, 'sequence',    '序号',         N(),         'N', 'Y'),
  row(2, 'peer',        '对方',         C(40),       'N', 'Y'),
  row(3, 'transType',   '交易类型',     C(40),       'N', 'Y'),
  row(4, 'subjectKind', '内容类别',     C(60),       'N', 'Y'),
  row(5, 'createdAt',   '产生时间',     momentField, 'N', 'Y'),
  row(6, 'attempts',    '投递次数',     N(),         'N', 'Y'),
  row(7, 'lastError',   '最近一次错误', why,         'N', 'N'),
]);

/** Another machine as this tier sees it: `peer` speaks our envelope, `outside` does not. */
const contactShape = shape('openec', '外部联系', [
  row(1,  'name',          '名称',         C(40),       'N', 'Y'),
  row(2,  'kind',          '类别',         C(10),       'N', 'Y'),
  row(3,  'calls',         '调用次数',     N(),         'N', 'Y'),
  row(4,  'failures',      '失败次数',     N(),         'N', 'Y'),
  row(5,  'failuresInRow', '连续失败次数', N(),         'N', 'Y'),
  row(6,  'failingSince',  '开始失败时间', momentField, 'N', 'N'),
  row(7,  'lastSuccessAt', '最近成功时间', momentField, 'N', 'N'),
  row(8,  'lastFailureAt', '最近失败时间', momentField, 'N', 'N'),
  row(9,  'failure',       '最近一次失败', why,         'N', 'N'),
  row(10, 'roundTripMs',   '最近往返耗时', N(),         'N', 'N'),
]);

const lagShape = shape('openec', '同步时延', [
  row(1, 'transType',   '交易类型',     C(40), 'N', 'Y'),
  row(2, 'destination', '接收方',       C(40), 'N', 'Y'),
  row(3, 'count',       '条数',         N(),   'N', 'Y'),
  row(4, 'median',      '中位数',       N(),   'N', 'Y'),
  row(5, 'p95',         '九十五百分位', N(),   'N', 'Y'),
  row(6, 'worst',       '最大值',       N(),   'N', 'Y'),
]);

/** 运行监测 (5.2.1): the national tier asks a province how it is. */
export const input = shape('openec', '运行状态查询输入参数', [
  row(1, 'lagsSince', '同步时延起始时间', momentField, 'N', 'Y'),
]);

/** What a tier measured of itself; nothing of persons. Times in milliseconds, moments by its own clock. */
export const output = shape('openec', '运行状态查询输出参数', [
  row(1,  'tier',         '中台',       C(40),                                      'N', 'Y'),
  row(2,  'at',           '测量时间',   momentField,                                'N', 'Y'),
  row(3,  'startedAt',    '启动时间',   momentField,                                'N', 'Y'),
  row(4,  'zones',        '分区统计',   listOf(nested(trafficShape), 2),            'N', 'Y'),
  row(5,  'transactions', '分交易统计', listOf(nested(trafficShape), MOST_ROWS),    'N', 'Y'),
  row(6,  'process',      '进程状态',   nested(processShape),                       'N', 'Y'),
  row(7,  'database',     '数据库状态', nested(databaseShape),                      'N', 'Y'),
  row(8,  'outbox',       '待投递积压', listOf(nested(backlogShape), MOST_ROWS),    'N', 'Y'),
  row(9,  'stalled',      '停滞消息',   listOf(nested(stalledShape), MOST_STALLED), 'N', 'Y'),
  row(10, 'contacts',     '外部联系',   listOf(nested(contactShape), MOST_ROWS),    'N', 'Y'),
  row(11, 'lags',         '同步时延',   listOf(nested(lagShape), MOST_ROWS),        'N', 'Y'),
]);

export type TrafficWindow = ShapeType<typeof windowShape>;
export type CodeCount = ShapeType<typeof codeCountShape>;
export type Traffic = ShapeType<typeof trafficShape>;
export type ProcessState = ShapeType<typeof processShape>;
export type Backlog = ShapeType<typeof backlogShape>;
export type StalledMessage = ShapeType<typeof stalledShape>;
export type ContactState = ShapeType<typeof contactShape>;
export type TierState = ShapeType<typeof output>;
