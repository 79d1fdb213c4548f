<#import "template.ftl" as layout>
<#import "field.ftl" as field>
<#import "sign-in.ftl" as signIn>
<#import "passkeys.ftl" as passkeys>
<#assign wrong=messagesPerField.existsError("password")>
<@layout.registrationLayout displayMessage=!wrong; section>
<#if section = "header">${msg("loginAccountTitle")}
<#elseif section = "form">
<form id="kc-form-login" class="form" action="${url.loginAction}" method="post">
  <@field.password name="password" label=msg("password") error=wrong?then(messagesPerField.get("password"), "") autofocus=true/>
  <@field.button label=msg("doLogIn") name="login" id="kc-login"/>
  <@signIn.forgottenPassword/>
</form>
<@passkeys.conditionalUIData/>
<@signIn.demo/>
</#if>
</@layout.registrationLayout>
