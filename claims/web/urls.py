"""Addresses of the public pages. A claim's number is permanent, and so is its address."""

from django.urls import path

from claims.web import account, preferences, subscribers, views

app_name = "web"

urlpatterns = [
    path("", views.claim_list, name="claim_list"),
    path("claims/<int:number>/", views.claim, name="claim"),
    path("claims/<int:number>/merged/", views.merged_claim, name="merged_claim"),
    path("claims/<int:number>/receipts/", views.claim_receipts, name="claim_receipts"),
    path("announcements/", views.announcement_list, name="announcement_list"),
    path("announcements/<int:number>/", views.announcement, name="announcement"),
    path("papers/<int:number>/", views.paper, name="paper"),
    path("coverage/", views.coverage_page, name="coverage"),
    path("preferences/", preferences.prefer, name="prefer"),
    path("account/tokens/", account.tokens, name="account_tokens"),
    path("account/tokens/<int:number>/withdraw/", account.token_withdrawn, name="token_withdrawn"),
    path("unsubscribe/<str:token>/", subscribers.unsubscribe, name="unsubscribe"),
    path("preferences/<str:token>/", subscribers.preferences, name="preferences"),
    path("confirm/<str:token>/", subscribers.confirm, name="confirm"),
    path("unfollow/<str:token>/<int:number>/", subscribers.unfollow_from_mail, name="unfollow_from_mail"),
]
