//! What shows that a class of data is reached: data, and nothing else.

use crate::prose::Words;
use gate_engine::Sensitive;

/// A class with what shows that it is reached.
pub(super) struct Rule {
    pub(super) class: Sensitive,
    /// Words of a name.
    pub(super) named: Words,
    /// What the description's first words say, between bars; pieces with a plus between them must all be there.
    pub(super) says: &'static str,
    /// Whether only a tool that reads reaches it.
    pub(super) reads: bool,
}

/// The rules.
pub(super) const RULES: &[Rule] = &[
    Rule {
        class: Sensitive::CustomerRecords,
        named: Words::of(
            "customer|customers|lead|leads|crm|subscribers|prospect|prospects|shopper|shoppers|clientele|opportunity|opportunities|buyers|guestbook|passengers|policyholder|\
            policyholders|borrower|borrowers|cardholder|cardholders|donor|donors|claimant|claimants|respondents|registrants|lessees|insureds|resident|residents|renter|renters|occupants|patrons",
        ),
        says: "users+phone|guests+user_email|guests+phone_number|attendees+phone_number|user+phone number|users+date of birth|users+personal data|members+phone|people+phone|person+phone number|guests+phone|\
            users+email addresses|members+email addresses|users+personal information|customers+personal information|members+personal information|personally identifiable|personal data+users|contact details+users|contact details+members|\
            contact information+users|contact information+people|users+phone numbers|users+home address|users+postal address|orders+customers|orders+seller|orders+store|orders+shipping address|order+shipping address|\
            deals+pipeline|deal+pipeline|sales pipeline|sales opportunities|customers+email|clients+email|clients+phone|client records|client record|tenants+phone|passengers+names|\
            crm+contact|crm+contacts|crm+record|crm+records|crm+lead|crm+leads|crm+deal|crm+deals|crm+customer|crm+customers|crm+company|crm+companies|crm+people|crm lists|crm data|\
            customer records|customer data|fiche client|fichier clients|datos de clientes|datos del cliente|kundendaten|dati dei clienti|dados de clientes|contacts+companies|contacts+deals|customers in|customers who|account+contacts|accounts+contacts|account+contact|leads+contacts",
        reads: false,
    },
    Rule {
        // What customers write to a help desk.
        class: Sensitive::CustomerRecords,
        named: Words::of(""),
        says: "support tickets|support ticket|customer tickets|customer conversations|identity verification|aml screening|kyc|\
            freshdesk+ticket|freshdesk+tickets|freshdesk+contact|intercom+conversation|intercom+conversations|help desk+tickets|helpdesk+tickets|service desk+customers|\
            zendesk+ticket|zendesk+tickets|zendesk+user|zendesk+users|help scout+conversation|help scout+conversations|gorgias+ticket|gorgias+tickets|zammad+ticket|zammad+tickets|\
            kayako+conversation|osticket+ticket|freshservice+ticket|freshservice+tickets|zoho desk+ticket|zoho desk+tickets|hubspot+ticket|hubspot+tickets|salesforce case|salesforce cases|\
            salesforce record|salesforce records|records+salesforce object|odoo model|odoo record|odoo records|dynamics+records|salesforce+sosl",
        reads: true,
    },
    Rule {
        class: Sensitive::PrivateMessages,
        named: Words::of(
            "inbox|emails|dms|conversation|conversations|chats|voicemail|voicemails|sms|mms|mails|imessage|imessages",
        ),
        says: "conversation history|private messages|direct messages|sms messages|text messages|recent messages|search messages|messages+chats|sms history|read emails|email messages|chat messages|phone conversation|call transcript|call transcripts|call recording|call recordings|\
            voice messages|voicemail messages|meeting transcript|meeting transcripts|notifications+phone|notifications+device|notifications+handset|chat transcript|chat transcripts|chat logs|fil de discussion|boîte de réception|bandeja de entrada|posteingang",
        reads: true,
    },
    Rule {
        class: Sensitive::SourceCodeSecrets,
        named: Words::of(""),
        says: "content+files+repository|content+file+repository|content+directory+repository|content+file+project|contents+file+project|file contents+project|contents+repository|contents+commit|contents+function|differences+commits|differences+branches|changes+working directory|changes+staged|\
            files changed+pull request|differences+working copy|view source code|source code with|source code of|source code for|raw source code|raw source of|changes+working copy|differences+revisions|diff+commit|diff+pull request|diff+repository|contents+deployment|deployment file+contents",
        reads: true,
    },
    Rule {
        class: Sensitive::PaymentData,
        named: Words::of("payments|payment|payout|payouts|transactions|charges|refunds|refund"),
        says: "payment methods|saved card|saved cards|payment cards|stored cards|credit cards|credit card|bank account|account activity|payment details",
        reads: false,
    },
    Rule {
        // What an account holds, and what went in and out of it.
        class: Sensitive::PaymentData,
        named: Words::of(
            "invoice|invoices|deposits|withdrawals|remittances|billings|expenses|paymentmethods",
        ),
        says: "billing records|billing record|transfer records|transfer history|deposit history|withdrawal history|withdrawal records|deposit records|transactions+spending|transaction+receipt|\
            card number|bank details|invoice history|purchase bill|purchase bills|vendor bills|supplier bills|tax return|your tax returns|their tax returns|my tax returns|filed tax returns|loan balance|sort code|\
            financial transactions|expense reports|relevé bancaire|cuenta bancaria|bankverbindung|conto bancario|conta bancária|bank accounts|the account balance|your account balance|get account balance|account balances|bank transactions|card details|card numbers|payment history|bank statement|bank statements|\
            transaction history+account|debit card|debit cards|iban|routing number|brokerage account|spending+accounts|transactions+bank|\
            financial accounts|payment methods+customer",
        reads: true,
    },
    Rule {
        class: Sensitive::LegalDocuments,
        named: Words::of(
            "contract|contracts|agreement|agreements|legal|nda|ndas|clause|clauses|lawsuit|lawsuits|litigation|deposition|depositions|subpoena|testament|deed|deeds|affidavit|affidavits",
        ),
        says: "lease agreement|lease agreements|rental agreement|rental agreements|tenancy agreement|loan agreement|loan agreements|legal documents|signed agreements|legal document|envelopes+signature|envelope+signature|envelope+recipients|for signature|signature request|signature requests|signed documents|signed document|e signature|esignature|\
            legal matter|legal matters|case files|privileged documents|legal contracts",
        reads: false,
    },
    Rule {
        class: Sensitive::MedicalData,
        named: Words::of(
            "patient|patients|medication|medications|ehr|emr|fhir|diagnosis|diagnoses|prescription|prescriptions|immunizations|immunization|allergies|vitals|glucose|\
            hrv|ecg|ekg|spo2|biomarkers|biomarker|bloodwork|dicom|radiology|symptoms|vaccinations|vaccination|biopsy|phi|bmi|pregnancy|menstrual|hl7",
        ),
        says: "patient records|medical records|medical record|health records|health record|heart rate|sleep data|sleep score|sleep stages|sleep+wearable|blood pressure|blood glucose|health data|\
            medical history|care plan|care plans|treatment plan|treatment plans|discharge summary|medical chart|medical imaging|dossier médical|dossier patient|historia clínica|krankenakte|patientenakte|cartella clinica|prontuário médico|lab results|lab result|vital signs|body composition|heart rate variability|menstrual cycle|patient data|clinical notes|\
            clinical records|test results+patient|mental health|therapy notes|blood oxygen|resting heart",
        reads: false,
    },
    Rule {
        class: Sensitive::HrData,
        named: Words::of(
            "employee|employees|payroll|salary|salaries|applicant|applicants|candidate|candidates|timesheet|timesheets|payslip|payslips|paystub|paystubs|resume|resumes|\
            compensation|hr|wage|wages|appraisal|appraisals|grievance|grievances|pto|recruitment|absences|payrun|payruns|headcount|offboarding|personnel|hris|paycheck|paychecks",
        ),
        says: "workforce analytics|workforce report|workforce data|headcount|job offer letter|offer letter+candidate|employee termination|employee onboarding|employee separation|employee records|payroll|employee data|time off|job applications|job application|leave application|leave applications|attendance+employee|expense claim+employee|expense claims+employee|timesheet clock|timesheet hour|timesheet entries|performance review|performance reviews|leave balance|leave requests|leave request|\
            interview feedback|personnel file|personnel files|hr records|compensation data|employment contract|employment contracts|work contract|candidate record|candidate records|candidate profile|candidate profiles|candidate or application|applicant record|applicant records|\
            employee record|employee profile|employee profiles|salary data|données salariales|fiche de paie|bulletin de paie|contrat de travail|congés payés|entretien d embauche|\
            nómina|contrato de trabajo|datos de empleados|gehaltsabrechnung|arbeitsvertrag|personalakte|mitarbeiterdaten|busta paga|contratto di lavoro|folha de pagamento|contrato de trabalho",
        reads: false,
    },
    Rule {
        class: Sensitive::Credentials,
        named: Words::of(
            "secret|secrets|credential|credentials|password|passwords|passphrase|passphrases",
        ),
        says: "returns the password|returns its password|including the password|including its password|including password|including passwords|\
            oauth tokens|stored credentials|access tokens|authentication tokens|auth tokens|secrets injected|injects secrets|secrets are injected|inject secrets|injected secrets|resolved secret|resolved secrets|along with the password|and its password|returns+and password|returns+and the password|\
            bearer credential|bearer credentials|acts as a credential|acts as a password|like a password|as a password|whoever holds it|generated secret is|secret is returned|includes the signing secret|returns the signing secret|shown only once|only shown once|returned only once|only returned once|returns+access_token|returns+refresh_token|\
            returns+session token|returns+refresh token|returns+bearer token|\
            returns api_key|returns api key|returns an api key|returns your api key|returns the api key|derived from a private key|from a private key",
        reads: true,
    },
];
