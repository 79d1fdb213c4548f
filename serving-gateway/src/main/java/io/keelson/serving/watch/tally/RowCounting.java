package io.keelson.serving.watch.tally;

import io.keelson.serving.protocol.ProtocolError;
import io.keelson.serving.protocol.TensorRows;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.protocol.inference.ModelInferResponse;
import io.keelson.serving.watch.bins.Bins;
import io.keelson.serving.watch.profile.FeatureKind;
import io.keelson.serving.watch.profile.ProfiledFeature;
import io.keelson.serving.watch.profile.ReferenceProfile;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds a profile's features in the messages of a call, and counts their values. */
final class RowCounting {
  private RowCounting() {}

  /**
   * Each row counts. An input that the request leaves out is missing in all of them; what the
   * caller did not ask for of the answer is not counted.
   *
   * @throws ProtocolError where the messages contradict themselves, or have not the columns that
   *     the profile names
   */
  static RowTally count(
      ReferenceProfile profile, ModelInferRequest request, ModelInferResponse answer) {
    Map<String, TensorRows> inputs =
        TensorRows.inputs(request, tensors(profile, FeatureKind.INPUT));
    Map<String, TensorRows> outputs =
        TensorRows.outputs(answer, tensors(profile, FeatureKind.PREDICTION));
    if (inputs.isEmpty()) {
      throw new ProtocolError("none of the profile's inputs is there");
    }
    int rows = inputs.values().stream().mapToInt(TensorRows::rows).max().orElseThrow();
    long[] counts = new long[profile.size()];
    int from = 0;
    for (ProfiledFeature feature : profile.features()) {
      boolean isInput = feature.kind() == FeatureKind.INPUT;
      TensorRows tensor = (isInput ? inputs : outputs).get(feature.tensor());
      if (tensor != null) {
        add(feature, tensor, counts, from);
      } else if (isInput) {
        counts[from + feature.bins().missing()] += rows;
      }
      from += feature.bins().size();
    }
    return new RowTally(rows, counts);
  }

  private static Set<String> tensors(ReferenceProfile profile, FeatureKind kind) {
    return profile.features().stream()
        .filter(feature -> feature.kind() == kind)
        .map(ProfiledFeature::tensor)
        .collect(Collectors.toSet());
  }

  private static void add(ProfiledFeature feature, TensorRows tensor, long[] counts, int from) {
    if (feature.column() >= tensor.columns()) {
      throw new ProtocolError(
          "tensor \"%s\" has %d columns (expected: more than %d)"
              .formatted(feature.tensor(), tensor.columns(), feature.column()));
    }
    Bins bins = feature.bins();
    for (int row = 0; row < tensor.rows(); row++) {
      int bin =
          tensor.isText()
              ? bins.binOfText(tensor.text(row, feature.column()))
              : bins.binOfNumber(tensor.number(row, feature.column()));
      counts[from + bin]++;
    }
  }
}
