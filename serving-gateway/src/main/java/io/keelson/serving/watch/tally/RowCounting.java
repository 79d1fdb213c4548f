package io.keelson.serving.watch.tally;

import io.keelson.serving.protocol.ProtocolError;
import io.keelson.serving.protocol.TensorRows;
import io.keelson.serving.protocol.inference.ModelInferRequest;
import io.keelson.serving.protocol.inference.ModelInferResponse;
import io.keelson.serving.watch.bins.Bins;
import io.keelson.serving.watch.profile.FeatureKind;
import io.keelson.serving.watch.profile.KnownInputs;
import io.keelson.serving.watch.profile.ProfiledFeature;
import io.keelson.serving.watch.profile.ReferenceProfile;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds a profile's features in the messages of a call, and counts their values. */
final class RowCounting {
  private RowCounting() {}

  /**
   * Each row counts. An input, or a column of a table, that the request leaves out is missing in
   * all of them, also where none is there that the profile names; what the caller did not ask for
   * of the answer is not counted.
   *
   * @param known what may come besides
   * @throws ProtocolError where the messages contradict themselves, bring nothing, or have one
   *     dimension where the profile names several columns
   */
  static RowTally count(
      ReferenceProfile profile,
      KnownInputs known,
      ModelInferRequest request,
      ModelInferResponse answer) {
    Map<String, TensorRows> inputs =
        TensorRows.inputs(request, tensors(profile, FeatureKind.INPUT));
    Map<String, TensorRows> outputs =
        TensorRows.outputs(answer, tensors(profile, FeatureKind.PREDICTION));
    int rows = rows(inputs.isEmpty() ? TensorRows.inputs(request, names(request)) : inputs);
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
    return new RowTally(rows, counts, UnseenInputs.in(request, known, inputs, rows));
  }

  private static int rows(Map<String, TensorRows> inputs) {
    return inputs.values().stream()
        .mapToInt(TensorRows::rows)
        .max()
        .orElseThrow(() -> new ProtocolError("the request has no inputs"));
  }

  private static Set<String> names(ModelInferRequest request) {
    return request.getInputsList().stream()
        .map(ModelInferRequest.InferInputTensor::getName)
        .collect(Collectors.toSet());
  }

  private static Set<String> tensors(ReferenceProfile profile, FeatureKind kind) {
    return profile.features().stream()
        .filter(feature -> feature.kind() == kind)
        .map(ProfiledFeature::tensor)
        .collect(Collectors.toSet());
  }

  private static void add(ProfiledFeature feature, TensorRows tensor, long[] counts, int from) {
    Bins bins = feature.bins();
    if (feature.column() >= tensor.columns() && tensor.isTable()) {
      counts[from + bins.missing()] += tensor.rows();
      return;
    }
    if (feature.column() >= tensor.columns()) {
      throw new ProtocolError(
          "tensor \"%s\" has %d columns (expected: more than %d)"
              .formatted(feature.tensor(), tensor.columns(), feature.column()));
    }
    for (int row = 0; row < tensor.rows(); row++) {
      int bin =
          tensor.isText()
              ? bins.binOfText(tensor.text(row, feature.column()))
              : bins.binOfNumber(tensor.number(row, feature.column()));
      counts[from + bin]++;
    }
  }
}
