"""Rules (校验规则): how they are asked, by ourselves or by great-expectations, proposed and told."""
