-- Keys by which the errors of a rollout were told apart are added up when it ends: nobody tells them apart any more.
GRANT DELETE ON serving.rollout_failed_key TO keelson_app;
