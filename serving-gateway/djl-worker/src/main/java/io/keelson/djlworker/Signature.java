package io.keelson.djlworker;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What goes in and out of a model, from its {@code signature.json}.
 *
 * @param outputs the tensors to answer with, in this order; empty for all that the model gives
 */
record Signature(List<TensorSpec> inputs, List<TensorSpec> outputs) {
  private static final long MAX_FILE_BYTES = 4 << 20;
  private static final int MAX_TENSORS = 64;
  static final int MAX_DIMENSIONS = 8;

  /**
   * @throws ModelUnusable naming what is wrong in the file
   */
  static Signature read(Path file) throws ModelUnusable {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new ModelUnusable(file + ": over " + MAX_FILE_BYTES + " bytes");
      }
      JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
      List<TensorSpec> inputs = tensors(json, "inputs");
      if (inputs.isEmpty()) {
        throw new ModelUnusable(file + ": names no inputs");
      }
      return new Signature(inputs, tensors(json, "outputs"));
    } catch (IOException e) {
      throw new ModelUnusable(file + ": cannot be read (" + e.getClass().getSimpleName() + ")");
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | NumberFormatException e) {
      throw new ModelUnusable(file + ": no signature (" + e.getMessage() + ")");
    }
  }

  Optional<TensorSpec> input(String name) {
    return inputs.stream().filter(input -> input.name().equals(name)).findFirst();
  }

  private static List<TensorSpec> tensors(JsonObject json, String list) throws ModelUnusable {
    JsonArray array = json.has(list) ? json.getAsJsonArray(list) : new JsonArray();
    List<TensorSpec> tensors = new ArrayList<>();
    for (JsonElement element : array) {
      TensorSpec tensor = tensor(element.getAsJsonObject(), list);
      if (tensors.stream().anyMatch(other -> other.name().equals(tensor.name()))) {
        throw new ModelUnusable("signature.json: '" + tensor.name() + "' stands twice in " + list);
      }
      tensors.add(tensor);
    }
    if (tensors.size() > MAX_TENSORS) {
      throw new ModelUnusable(
          "signature.json: "
              + tensors.size()
              + " "
              + list
              + " (expected: at most "
              + MAX_TENSORS
              + ")");
    }
    return List.copyOf(tensors);
  }

  private static TensorSpec tensor(JsonObject json, String list) throws ModelUnusable {
    if (!json.has("name") || !json.has("datatype") || !json.has("shape")) {
      throw new ModelUnusable(
          "signature.json: one of " + list + " lacks its name, datatype or shape");
    }
    String name = json.get("name").getAsString();
    List<Long> shape = new ArrayList<>();
    for (JsonElement size : json.getAsJsonArray("shape")) {
      shape.add(size.getAsLong());
    }
    if (shape.size() > MAX_DIMENSIONS || shape.stream().anyMatch(size -> size < 1 && size != -1)) {
      throw new ModelUnusable("signature.json: '" + name + "' has the shape " + shape);
    }
    String datatype = json.get("datatype").getAsString();
    for (Datatype known : Datatype.values()) {
      if (known.name().equals(datatype)) {
        return new TensorSpec(name, known, List.copyOf(shape));
      }
    }
    throw new ModelUnusable(
        "signature.json: '" + name + "' has the datatype " + datatype + ", which is not served");
  }
}
