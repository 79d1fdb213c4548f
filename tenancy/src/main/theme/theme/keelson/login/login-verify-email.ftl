<#import "template.ftl" as layout>
<#import "field.ftl" as field>
<@layout.registrationLayout displayMessage=!(message?has_content && message.type = "warning"); section>
<#if section = "header">${msg("emailVerifyTitle")}
<#elseif section = "form">
<p class="instruction"><#if verifyEmail??>${msg("emailVerifyInstruction1", verifyEmail)}<#else>${msg("emailVerifyInstruction4", user.email)}</#if></p>
<#if isAppInitiatedAction??>
<form id="kc-verify-email-form" class="form" action="${url.loginAction}" method="post">
  <@field.button label=(verifyEmail??)?then(msg("emailVerifyResend"), msg("emailVerifySend"))/>
  <@field.button label=msg("doCancel") name="cancel-aia" value="true" kind="plain"/>
</form>
<#else>
<p>${msg("emailVerifyInstruction2")} <a href="${url.loginAction}">${msg("emailVerifyInstruction3")}</a></p>
</#if>
</#if>
</@layout.registrationLayout>
