package io.keelson.serving.watch.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceProfileTest {
  private static final String GOOD =
      """
      {"rows":10,"features":[{"name":"a","tensor":"in","column":0,"mean":1.5,
        "bins":{"kind":"numeric","edges":[1.0,4.9E-324,2.5]},"counts":[1,2,3,4,0]}],
       "prediction":{"name":"label","tensor":"label","column":0,"labels":["no","yes"],
        "bins":{"kind":"category","categories":["0","1"]},"counts":[4,6,0,0]}}
      """
          .replace("1.0,4.9E-324", "4.9E-324,1.0");

  @Test
  void whatTheTrainerWritesIsReadAndKept() {
    ReferenceProfile profile = References.parse(GOOD).profile();

    assertThat(profile.rows()).isEqualTo(10);
    assertThat(profile.size()).isEqualTo(9);
    assertThat(ReferenceProfile.fromJson(profile.toJson())).isEqualTo(profile);
    assertThat(profile.features())
        .extracting(ProfiledFeature::kind)
        .containsExactly(FeatureKind.INPUT, FeatureKind.PREDICTION);
    assertThat(profile.features().getFirst().describe().getFirst())
        .isEqualTo(new ProfiledFeature.Bin(null, Double.MIN_VALUE, null, false, false));
    assertThat(profile.features().getLast().describe())
        .extracting(ProfiledFeature.Bin::category)
        .containsExactly("no", "yes", null, null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{                                       | not valid JSON",
        "[]                                      | not valid JSON",
        "{}                                      | not a description of a training profile",
        "{'rows':1,'features':[]}                | features: 0 (expected: 1 to 1000)",
        "{'rows':1,'features':[{'name':'a'}]}    | feature a has no bins and counts",
        "{'rows':1,'features':[{'name':'a','tensor':'t','column':-1,'bins':{'kind':'numeric','edges':[]},'counts':[1,0]}]} | column: -1",
        "{'rows':1,'features':[{'name':'a','tensor':'t','column':0,'bins':{'kind':'numeric','edges':[2,1]},'counts':[1,0,0,0]}]} | edge 1",
        "{'rows':1,'features':[{'name':'a','tensor':'t','column':0,'bins':{'kind':'numeric','edges':[2]},'counts':[1]}]} | counts: 1",
        "{'rows':1,'features':[{'name':'a','tensor':'t','column':0,'bins':{'kind':'category','categories':['b','a']},'counts':[1,1,1,1]}]} | not in their order",
        "{'rows':1,'features':[{'name':'a','tensor':'t','column':0,'bins':{'kind':'numeric','edges':[]},'counts':[9223372036854775000,1]}]} | rows of a: 9223372036854775001",
        "{'rows':9223372036854775000,'features':[{'name':'a','tensor':'t','column':0,'bins':{'kind':'numeric','edges':[]},'counts':[1,0]}]} | rows: 9223372036854775000",
        "{'rows':1,'features':[{'name':'a','tensor':'t','column':0,'labels':['x'],'bins':{'kind':'numeric','edges':[]},'counts':[1,0]}]} | labels of a: 1 (expected: at most 0",
        "{'rows':'many','features':[{'name':'a','tensor':'t','column':0,'bins':{'kind':'numeric','edges':[]},'counts':[1,0]}]} | not a description",
      })
  void whatCannotBeUsedIsSaid(String text, String reason) {
    Reference read = References.parse(text.strip().replace('\'', '"'));

    assertThat(read.profile()).isNull();
    assertThat(read.reason()).contains(reason.strip()).startsWith("reference-profile.json");
  }
}
