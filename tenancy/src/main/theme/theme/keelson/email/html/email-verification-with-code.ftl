<#import "template.ftl" as layout>
<@layout.emailLayout>
<@layout.heading>${msg("emailVerificationSubject")}</@layout.heading>
<@layout.paragraph>${msg("emailVerificationCodeReason")}</@layout.paragraph>
<p style="margin:0 0 16px;font:500 20px/28px ui-monospace,Menlo,Consolas,monospace;letter-spacing:0.08em">${code}</p>
<@layout.small>${msg("emailVerificationOtherwise")}</@layout.small>
</@layout.emailLayout>
