<#import "template.ftl" as layout>
<#import "field.ftl" as field>
<#assign wrong=messagesPerField.existsError("username")>
<@layout.registrationLayout displayMessage=!wrong; section>
<#if section = "header">${msg("emailForgotTitle")}
<#elseif section = "form">
<p>${realm.duplicateEmailsAllowed?then(msg("emailInstructionUsername"), msg("emailInstruction"))}</p>
<form id="kc-reset-password-form" class="form" action="${url.loginAction}" method="post">
  <@field.username error=wrong?then(messagesPerField.get("username"), "")/>
  <@field.button label=msg("doSendLink")/>
  <p><a href="${url.loginUrl}">${msg("backToLogin")}</a></p>
</form>
</#if>
</@layout.registrationLayout>
