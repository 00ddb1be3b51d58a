from django.contrib.admin import ModelAdmin as ModelAdmin
from django.contrib.admin import TabularInline as TabularInline
