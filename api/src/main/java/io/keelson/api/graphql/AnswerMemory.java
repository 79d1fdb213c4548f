package io.keelson.api.graphql;

import io.keelson.api.graphql.engine.ResultSize;
import io.keelson.api.memory.SharedBytes;
import io.keelson.tenancy.failure.Failure;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;

/** Writes answers, over HTTP and over sockets, within what each of them and each payer may fill. */
@Singleton
public final class AnswerMemory {
  /** Of one answer, or event of a subscription. */
  private static final int MAX_ANSWER_BYTES = 16 << 20;

  private final SharedBytes memory;
  private final int maxBytes;

  @Inject
  AnswerMemory(SharedBytes memory) {
    this(memory, MAX_ANSWER_BYTES);
  }

  public AnswerMemory(SharedBytes memory, int maxBytes) {
    this.memory = memory;
    this.maxBytes = maxBytes;
  }

  /** Nothing yet, of what a call of this payer holds. */
  public SharedBytes.Use use(Object payer) {
    return memory.use(payer);
  }

  /** Of a result that is made for such a call. */
  public ResultSize result(SharedBytes.Use use) {
    return new ResultSize(use, maxBytes);
  }

  /**
   * Nothing of what was handed to the use is kept beyond the answer: what that is written from is
   * not needed any more, however long its reader takes.
   *
   * @param use of the connection that it goes to
   * @return to be released
   * @throws Failure when it is too large, or there is no room for it
   */
  public AnswerBytes write(SharedBytes.Use use, Map<String, Object> body) {
    AnswerBytes answer = new AnswerBytes(use, maxBytes);
    try {
      ResultJson.write(body, answer);
      use.releaseRest();
      return answer;
    } catch (RuntimeException | Error e) {
      answer.release();
      throw e;
    }
  }
}
