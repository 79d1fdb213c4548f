<#import "template.ftl" as layout>
<#import "field.ftl" as field>
<#import "user-profile-commons.ftl" as userProfileCommons>
<#import "register-commons.ftl" as registerCommons>
<@layout.registrationLayout displayMessage=messagesPerField.exists("global"); section>
<#if section = "header"><#if messageHeader??>${kcSanitize(msg("${messageHeader}"))?no_esc}<#else>${msg("registerTitle")}</#if>
<#elseif section = "form">
<form id="kc-register-form" class="form" action="${url.registrationAction}" method="post">
  <@userProfileCommons.userProfileFormFields; callback, attribute>
  <#if callback = "afterField" && passwordRequired?? && (attribute.name == "username" || (attribute.name == "email" && realm.registrationEmailAsUsername))>
  <#assign first=messagesPerField.existsError("password")?then(messagesPerField.get("password"), "")>
  <#assign second=messagesPerField.existsError("password-confirm")?then(messagesPerField.get("password-confirm"), "")>
  <@field.password name="password" label=msg("password") error=first autocomplete="new-password"/>
  <@field.password name="password-confirm" label=msg("passwordConfirm") error=second autocomplete="new-password"/>
  </#if>
  </@userProfileCommons.userProfileFormFields>
  <@registerCommons.termsAcceptance/>
  <#if recaptchaRequired?? && (recaptchaVisible!false)>
  <div class="g-recaptcha" data-size="compact" data-sitekey="${recaptchaSiteKey}" data-action="${recaptchaAction}"></div>
  </#if>
  <#if recaptchaRequired?? && !(recaptchaVisible!false)>
  <script>function onSubmitRecaptcha() { document.getElementById("kc-register-form").requestSubmit(); }</script>
  <button type="submit" class="button primary wide g-recaptcha" data-sitekey="${recaptchaSiteKey}" data-callback="onSubmitRecaptcha" data-action="${recaptchaAction}">${msg("doRegister")}</button>
  <#else>
  <@field.button label=msg("doRegister")/>
  </#if>
  <p>${msg("haveAccount")} <a href="${url.loginUrl}">${msg("doLogIn")}</a></p>
</form>
</#if>
</@layout.registrationLayout>
