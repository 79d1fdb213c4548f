package io.keelson.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever cannot be used ends the job with 2 and one line that names the parameter, the value and
 * what was expected.
 */
class BadInputTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          task         | "CLUSTERING"             | CLUSTERING        | CLASSIFICATION, REGRESSION
          task         | null                     | missing           | CLASSIFICATION
          target       | "colour"                 | colour            | one of the columns Alcohol
          target       | 7                        | 7                 | a text
          data         | "../parameters.json"     | ../parameters     | below the job's inputs
          data         | "/etc/passwd"            | /etc/passwd       | below the job's inputs
          data         | "beer.csv"               | beer.csv          | wine.csv
          data         | "nul\\u0000"             | nul               | a text
          features     | []                       | []                | a list
          features     | ["class"]                | class             | without the target
          features     | ["Alcohol","Alcohol"]    | Alcohol           | different
          features     | ["Colour"]               | Colour            | one of the columns
          epochs       | 0                        | 0                 | from 1 to 10000
          epochs       | 1.5                      | 1.5               | whole number
          epochs       | "many"                   | many              | whole number
          learningRate | -1                       | -1                | from 1.0E-9 to 10
          learningRate | 11                       | 11                | from 1.0E-9 to 10
          learningRate | "fast"                   | fast              | a number
          batchSize    | 0                        | 0                 | from 1 to 65536
          batchSize    | 99999999999999999999     | 99999999999999999 | whole number
          l2           | -0.1                     | -0.1              | from 0.0 to 10
          seed         | 0.5                      | 0.5               | whole number
          testFraction | 0                        | 0                 | from 0.01 to 0.9
          testFraction | 1                        | 1                 | from 0.01 to 0.9
          optimizer    | "lbfgs"                  | lbfgs             | ADAGRAD, SGD, ADAM
          epoch        | 5                        | 5                 | one of the names
          """)
  void aBadParameterIsNamed(String name, String value, String shown, String expected)
      throws Exception {
    TrainerRun run = new TrainerRun(folder);
    JsonNode json = Json.MAPPER.readTree(value);
    run.parameters.set(name, json);

    assertThat(run.start()).isEqualTo(Trainer.INPUT_REFUSED);

    assertThat(run.err.lines()).hasSize(1);
    assertThat(run.err).contains("parameter '" + name + "'", shown, expected);
    assertThat(run.outputs).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a,b                    | target   | one of the columns a, b
          a,a,class\\n1,2,x      | data     | header of different names
          a,class\\n1,x\\n2      | data     | row 2 with 1 values
          a,class\\n1,x\\nred,y  | features | 'red' in row 2, column a
          a,class\\n1e60,x\\n2,y | features | '1e60' in row 1, column a
          a,class\\n1,x\\n2,     | target   | row 2
          a,class\\n1,x\\n2,x    | target   | 1 different values
          a,class\\n1,x\\n2,y    | testFraction | holds out at least 1
          """)
  void aBadTableIsNamedByRowAndColumn(String csv, String parameter, String said) throws Exception {
    TrainerRun run = new TrainerRun(folder);
    Files.writeString(run.inputs.resolve("bad.csv"), csv.replace("\\n", "\n"));
    run.parameters.put("data", "bad.csv");

    assertThat(run.start()).isEqualTo(Trainer.INPUT_REFUSED);

    assertThat(run.err.lines()).hasSize(1);
    assertThat(run.err).contains("parameter '" + parameter + "'", said);
  }

  @Test
  void parametersThatAreNoJsonObjectAreRefused() throws Exception {
    TrainerRun run = new TrainerRun(folder);
    for (String text : new String[] {"", "[]", "{\"task\":", "nul"}) {
      Files.writeString(folder.resolve("parameters.json"), text);
      assertThat(run.startAsIs()).isEqualTo(Trainer.INPUT_REFUSED);
      assertThat(run.err).contains("KEELSON_PARAMETERS").contains("JSON");
    }
  }

  @Test
  void aMissingEnvironmentVariableIsNamed() throws Exception {
    for (String name : new String[] {"KEELSON_PARAMETERS", "KEELSON_INPUTS", "KEELSON_OUTPUTS"}) {
      TrainerRun run = new TrainerRun(folder.resolve(name));
      Files.writeString(folder.resolve(name).resolve("parameters.json"), run.parameters.toString());
      run.environment.remove(name);

      assertThat(run.startAsIs()).isEqualTo(Trainer.INPUT_REFUSED);
      assertThat(run.err).contains(name);
    }
  }

  @Test
  void severalFilesWhereOneIsMeantAreListed() throws Exception {
    TrainerRun run = new TrainerRun(folder);
    Files.writeString(run.inputs.resolve("second.csv"), "a,class\n");
    run.parameters.remove("data");

    assertThat(run.start()).isEqualTo(Trainer.INPUT_REFUSED);
    assertThat(run.err).contains("parameter 'data'", "second.csv", "wine.csv");
  }

  @Test
  void aTrainingThatDivergesSaysWhichRateIsTooLarge() throws Exception {
    TrainerRun run = new TrainerRun(folder);
    Files.writeString(run.inputs.resolve("line.csv"), line());
    run.parameters
        .put("task", "REGRESSION")
        .put("data", "line.csv")
        .put("target", "z")
        .put("optimizer", "sgd");
    run.parameters.put("learningRate", 10).put("epochs", 1000);

    assertThat(run.start()).isEqualTo(Trainer.TRAINING_FAILED);
    assertThat(run.err).contains("diverged").contains("learningRate of 10.0");
  }

  private static String line() {
    StringBuilder csv = new StringBuilder("x,z\n");
    for (int i = 0; i < 50; i++) {
      csv.append(i).append(',').append(2 * i + 1).append('\n');
    }
    return csv.toString();
  }
}
