package io.keelson.djlworker;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import io.grpc.Status;
import io.grpc.StatusException;
import io.keelson.djlworker.protocol.ModelInferRequest;
import io.keelson.djlworker.protocol.ModelInferResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A loaded model: one session of the engine and a predictor for each call computed at a time. All
 * native memory of a call is freed when it returns.
 */
final class ServedModel implements AutoCloseable {
  private static final String ENGINE = "OnnxRuntime";
  private static final String FILE = "model.onnx";

  private final Options options;
  private final Signature signature;
  private final Model model;
  private final InputDecoder decoder;
  private final OutputEncoder encoder;
  private final BlockingQueue<Predictor<ModelInferRequest, ModelInferResponse>> idle;

  /**
   * Loads the model and warms it with one prediction per predictor.
   *
   * @throws ModelUnusable when the files are missing, do not fit each other, or the engine cannot
   *     run them
   */
  static ServedModel load(Options options) throws ModelUnusable {
    Signature signature = Signature.read(options.model().resolve("signature.json"));
    Model model = Model.newInstance(options.name(), Device.cpu(), ENGINE);
    try {
      // Calls run on as many threads as there are predictors; more threads inside one would only
      // take them from others.
      model.load(options.model(), FILE, Map.of("interOpNumThreads", "1", "intraOpNumThreads", "1"));
      TreeSet<String> inputs = new TreeSet<>(model.getBlock().describeInput().keys());
      TreeSet<String> promised =
          new TreeSet<>(signature.inputs().stream().map(TensorSpec::name).toList());
      if (!inputs.equals(promised)) {
        throw new ModelUnusable(
            "signature.json: inputs " + promised + " (expected: the model's own, " + inputs + ")");
      }
      return new ServedModel(options, signature, model);
    } catch (IOException | MalformedModelException | EngineException e) {
      model.close();
      throw new ModelUnusable(FILE + ": cannot be loaded: " + rootMessage(e));
    } catch (ModelUnusable e) {
      model.close();
      throw e;
    }
  }

  private ServedModel(Options options, Signature signature, Model model) throws ModelUnusable {
    this.options = options;
    this.signature = signature;
    this.model = model;
    this.decoder = new InputDecoder(signature, options.maxBatchRows());
    this.idle = new ArrayBlockingQueue<>(options.predictors());
    this.encoder = new OutputEncoder(warm());
    for (int i = 0; i < options.predictors(); i++) {
      idle.add(model.newPredictor(new Translation(decoder, encoder, options)));
    }
  }

  Signature signature() {
    return signature;
  }

  InputDecoder decoder() {
    return decoder;
  }

  /** Checks what can be checked without computing. */
  void check(ModelInferRequest request) throws StatusException {
    decoder.check(request);
    encoder.wanted(request);
  }

  /**
   * Computes a checked request. To be called by at most as many threads at a time as there are
   * predictors.
   *
   * @throws StatusException INTERNAL with the engine's reason
   */
  ModelInferResponse infer(ModelInferRequest request) throws StatusException {
    Predictor<ModelInferRequest, ModelInferResponse> predictor = idle.poll();
    if (predictor == null) {
      throw Status.RESOURCE_EXHAUSTED.withDescription("all predictors are busy").asException();
    }
    try {
      return predictor.predict(request);
    } catch (TranslateException | RuntimeException e) {
      throw Status.INTERNAL
          .withDescription("the model failed on this input: " + rootMessage(e))
          .withCause(e)
          .asException();
    } finally {
      idle.add(predictor);
    }
  }

  @Override
  public void close() {
    idle.forEach(Predictor::close);
    model.close();
  }

  /**
   * Runs the model once on zeros, and so finds what it gives. A model that takes free dimensions
   * may refuse the smallest of them; then the signature's word is taken.
   */
  private List<String> warm() throws ModelUnusable {
    List<String> promised = signature.outputs().stream().map(TensorSpec::name).toList();
    try (NDManager manager = model.getNDManager().newSubManager();
        Predictor<NDList, NDList> predictor = model.newPredictor(new Plain())) {
      NDList answers = predictor.predict(zeros(manager));
      List<String> given = new ArrayList<>();
      for (NDArray answer : answers) {
        Datatype.of(answer.getDataType()); // refuses what the door does not carry
        given.add(answer.getName());
      }
      answers.close();
      if (!given.containsAll(promised)) {
        throw new ModelUnusable(
            "signature.json: outputs "
                + promised
                + " (expected: of the model's own, "
                + given
                + ")");
      }
      return promised.isEmpty() ? given : promised;
    } catch (TranslateException | RuntimeException e) {
      if (promised.isEmpty()
          || signature.inputs().stream().allMatch(TensorSpec::fixedButForTheBatch)) {
        throw new ModelUnusable(FILE + ": fails on a row of zeros: " + rootMessage(e));
      }
      return promised;
    }
  }

  private NDList zeros(NDManager manager) {
    NDList zeros = new NDList();
    for (TensorSpec input : signature.inputs()) {
      Shape shape = new Shape(input.smallest());
      int elements = Math.toIntExact(shape.size());
      NDArray tensor;
      if (input.datatype() == Datatype.BYTES) {
        String[] texts = new String[elements];
        Arrays.fill(texts, "");
        tensor = manager.create(texts, StandardCharsets.UTF_8, shape);
      } else {
        ByteBuffer bytes = ByteBuffer.allocateDirect(elements * input.datatype().sizeBytes);
        tensor = manager.create(bytes.order(ByteOrder.nativeOrder()), shape, input.datatype().djl);
      }
      tensor.setName(input.name());
      zeros.add(tensor);
    }
    return zeros;
  }

  private static String rootMessage(Throwable trouble) {
    Throwable root = trouble;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse(root.toString());
  }

  private static final class Plain implements NoBatchifyTranslator<NDList, NDList> {
    @Override
    public NDList processInput(TranslatorContext context, NDList input) {
      return input;
    }

    @Override
    public NDList processOutput(TranslatorContext context, NDList output) {
      return output;
    }
  }

  /** Request to tensors to response, within the memory of one call. */
  private record Translation(InputDecoder decoder, OutputEncoder encoder, Options options)
      implements NoBatchifyTranslator<ModelInferRequest, ModelInferResponse> {

    @Override
    public NDList processInput(TranslatorContext context, ModelInferRequest request) {
      context.setAttachment("request", request);
      return decoder.decode(context.getNDManager(), request);
    }

    @Override
    public ModelInferResponse processOutput(TranslatorContext context, NDList answers)
        throws StatusException {
      ModelInferRequest request = (ModelInferRequest) context.getAttachment("request");
      ModelInferResponse.Builder response =
          ModelInferResponse.newBuilder()
              .setModelName(options.name())
              .setModelVersion(options.version())
              .setId(request.getId());
      encoder.encode(
          answers, encoder.wanted(request), request.getRawInputContentsCount() > 0, response);
      return response.build();
    }
  }
}
