import type { Command } from '../../../base/api';
import { CommandType } from '../../../base/enums';
import type { LangCommand } from '../../sdk/activation';
import { type CommandOwner, PendingCommand } from '../pending-command';
import type { MachineHost } from './machine';

/** An upsert of search attributes. Its values are not compared with history. */
export class UpsertSearchAttributesMachine implements CommandOwner {
  readonly kind = 'UpsertSearchAttributes';

  constructor(
    host: MachineHost,
    readonly command: LangCommand,
  ) {
    host.issue(new PendingCommand(this, 'upsert', 'UpsertWorkflowSearchAttributes'));
  }

  toCommand(): Command {
    return {
      commandType: CommandType.UPSERT_WORKFLOW_SEARCH_ATTRIBUTES,
      upsertWorkflowSearchAttributesCommandAttributes: {
        searchAttributes: this.command.upsertWorkflowSearchAttributes!.searchAttributes,
      },
      userMetadata: this.command.userMetadata,
    };
  }

  onCommandEvent(): void {}

  describe(): string {
    const { indexedFields } = this.command.upsertWorkflowSearchAttributes!.searchAttributes ?? {};
    return `upsert search attributes ${Object.keys(indexedFields ?? {}).join(', ')}`;
  }
}

/** An upsert of memo fields. Its values are not compared with history. */
export class ModifyPropertiesMachine implements CommandOwner {
  readonly kind = 'ModifyWorkflowProperties';

  constructor(
    host: MachineHost,
    readonly command: LangCommand,
  ) {
    host.issue(new PendingCommand(this, 'modify', 'WorkflowPropertiesModified'));
  }

  toCommand(): Command {
    return {
      commandType: CommandType.MODIFY_WORKFLOW_PROPERTIES,
      modifyWorkflowPropertiesCommandAttributes: {
        upsertedMemo: this.command.modifyWorkflowProperties!.upsertedMemo,
      },
      userMetadata: this.command.userMetadata,
    };
  }

  onCommandEvent(): void {}

  describe(): string {
    const { fields } = this.command.modifyWorkflowProperties!.upsertedMemo ?? {};
    return `upsert memo ${Object.keys(fields ?? {}).join(', ')}`;
  }
}
