import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../../kernel/clock.js';
import { IDS, type Ids } from '../../../../kernel/ids.js';
import { parseDivisionCode } from '../../../../protocol/identifiers.js';
import { requireStep, type ApplicationAct } from '../../application-state.rules.js';
import { areaOfDivision } from '../../area.rules.js';
import { WrongState } from '../../wrong-state.rules.js';
import { ManagementActs, type ManagementDeed } from '../access/management-acts.js';
import { requireWithin, type ManagementUser } from '../access/management-user.js';
import type { ApplicationForm } from './application-form.js';
import { ApplicationRowStore } from './application-row.store.js';
import { ChannelApplicationStore, type ChannelApplication } from './channel-application.store.js';

/** The way of an application from department to bureau (4.3): every step is one of the table in `application-state.rules.ts`. */
@Injectable()
export class ChannelApplications {
  constructor(
    private readonly store: ChannelApplicationStore, private readonly rows: ApplicationRowStore, private readonly acts: ManagementActs,
    @Inject(CLOCK) private readonly clock: Clock, @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** Enters a draft for a department within the user's scope. */
  async draft(user: ManagementUser, form: ApplicationForm): Promise<ChannelApplication> {
    const applicationId = this.ids.id();
    const division = this.requireOwnDivision(user, form);
    return this.acts.perform(user, deed('write', applicationId), async () => {
      await this.store.put(applicationId, division, form, this.clock.now());
      await this.rows.replace(applicationId, division, form);
      await this.store.addStep(applicationId, { act: 'write', userName: user.name, at: this.clock.now(), note: '' });
      return this.store.require(applicationId);
    });
  }

  /** Writes a draft anew, or one that was returned. */
  async write(user: ManagementUser, applicationId: string, form: ApplicationForm): Promise<ChannelApplication> {
    const division = this.requireOwnDivision(user, form);
    return this.take(user, applicationId, 'write', '', async () => {
      await this.store.put(applicationId, division, form, this.clock.now());
      await this.rows.replace(applicationId, division, form);
    });
  }

  /** Takes one step, with whatever else belongs to it, in one unit of work; refuses a step that the state or the user's roles do not allow. */
  async take(
    user: ManagementUser, applicationId: string, act: ApplicationAct, note: string, also: (application: ChannelApplication) => Promise<void> = async () => undefined,
  ): Promise<ChannelApplication> {
    return this.acts.perform(user, deed(act, applicationId), async () => {
      const application = await this.store.require(applicationId);
      const { from, to } = requireStep(act, application.state, user.roles);
      if (!(await this.store.move(applicationId, from, to, this.clock.now()))) throw new WrongState('channelAlreadyReviewed', 'somebody else was faster');
      await also(application);
      await this.store.addStep(applicationId, { act, userName: user.name, at: this.clock.now(), note });
      return this.store.require(applicationId);
    });
  }

  private requireOwnDivision(user: ManagementUser, { department }: ApplicationForm) {
    const division = parseDivisionCode(department.division);
    requireWithin(user, areaOfDivision(division), 'department.division');
    return division;
  }
}

function deed(act: ApplicationAct, applicationId: string): ManagementDeed {
  return { act: `management.application.${act}`, subject: applicationId };
}
