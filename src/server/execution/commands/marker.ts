import { CommandRefused, handler } from './command';

export const recordMarker = handler({
  prepare(command) {
    const attributes = command.recordMarkerCommandAttributes!;
    if (!attributes.markerName) {
      throw new CommandRefused('BAD_RECORD_MARKER_ATTRIBUTES', 'MarkerName is not set on RecordMarkerCommand.');
    }
    return attributes;
  },
  apply(x, { markerName, details, header, failure }, { workflowTaskCompletedId, userMetadata }) {
    x.append(
      'MarkerRecorded',
      {
        markerName: markerName!,
        details: details ?? {},
        workflowTaskCompletedEventId: workflowTaskCompletedId,
        header,
        failure,
      },
      { userMetadata },
    );
  },
});
