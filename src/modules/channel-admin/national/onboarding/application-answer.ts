import type { ApplicationRow } from './application-row.store.js';
import type { ApplicationStep, ChannelApplication } from './channel-application.store.js';

/** One line of a list of applications. */
export function describeBriefly({ applicationId, division, state, form, changedAt }: ChannelApplication) {
  return { applicationId, division, state, department: form.department.name, thirdParty: form.thirdParty.name, channels: form.channels.length, changedAt };
}

/** An application as the management centre tells of it. */
export function describeApplication(application: ChannelApplication, steps: readonly ApplicationStep[], rows: readonly ApplicationRow[]) {
  const issued = rows.map(({ rowNo, channelNumber, appId }) => ({ rowNo, channelNumber, appId }));
  return { ...application, steps, channels: issued };
}
