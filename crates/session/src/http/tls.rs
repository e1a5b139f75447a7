//! TLS: certificates are looked at, written down, and trusted or not; with `--insecure` they are only written down.

use evidence::Tls;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer as _, X509Certificate};
use x509_parser::time::ASN1Time;

/// Names of one certificate that are written down.
const NAMES: usize = 50;
/// Characters of one name.
const NAME: usize = 256;
/// Certificates that are remembered until they are written down.
const SHOWN: usize = 100;

/// What the user said about trust.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trust {
    /// Certificates that are trusted beside the system's.
    pub(crate) extra: Vec<CertificateDer<'static>>,
    /// Whether to go on whatever the certificate.
    pub(crate) insecure: bool,
}

/// The certificates of a PEM file.
pub(crate) fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, String> {
    let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    match read {
        Ok(all) if all.is_empty() => Err("it holds no certificate in PEM form".to_owned()),
        Ok(all) => Ok(all),
        Err(error) => Err(error.to_string()),
    }
}

/// Settings under which every certificate is seen by this witness.
pub(crate) fn config(witness: &Arc<Witness>, protocols: &[&str]) -> Result<ClientConfig, String> {
    let builder = ClientConfig::builder_with_provider(Arc::clone(&witness.provider))
        .with_safe_default_protocol_versions()
        .map_err(|e| e.to_string())?;
    let verifier = Arc::clone(witness) as Arc<dyn ServerCertVerifier>;
    let mut config = builder
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    config.alpn_protocols = protocols.iter().map(|p| p.as_bytes().to_vec()).collect();
    Ok(config)
}

/// Looks at every certificate that is shown.
#[derive(Debug)]
pub(crate) struct Witness {
    provider: Arc<CryptoProvider>,
    trust: Trust,
    /// Made when it is first needed: reading the system's certificates takes a while. The error says why none is trusted.
    verifier: OnceLock<Result<Arc<WebPkiServerVerifier>, String>>,
    shown: Mutex<Vec<Tls>>,
}

impl Witness {
    pub(crate) fn new(trust: &Trust) -> Arc<Self> {
        Arc::new(Self {
            provider: Arc::new(ring::default_provider()),
            trust: trust.clone(),
            verifier: OnceLock::new(),
            shown: Mutex::default(),
        })
    }

    fn verifier(&self) -> &Result<Arc<WebPkiServerVerifier>, String> {
        self.verifier.get_or_init(|| {
            let mut roots = RootCertStore::empty();
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            roots.add_parsable_certificates(self.trust.extra.iter().cloned());
            if roots.is_empty() {
                return Err("this machine has no certificates to trust".to_owned());
            }
            let provider = Arc::clone(&self.provider);
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider)
                .build()
                .map_err(|e| e.to_string())
        })
    }

    /// The certificates that were shown since this was asked last, each once.
    pub(crate) fn shown(&self) -> Vec<Tls> {
        let mut shown = std::mem::take(&mut *lock(&self.shown));
        shown.dedup();
        shown
    }

    fn note(&self, tls: Tls) {
        let mut shown = lock(&self.shown);
        if shown.len() < SHOWN {
            shown.push(tls);
        }
    }

    /// The handshake goes on: the version is known.
    fn settled(&self, certificate: &CertificateDer<'_>, version: &str) {
        let described = describe(certificate);
        let mut shown = lock(&self.shown);
        let same = |tls: &&mut Tls| {
            tls.version.is_none()
                && (&tls.issuer, &tls.subject, &tls.not_after)
                    == (&described.issuer, &described.subject, &described.not_after)
        };
        if let Some(tls) = shown.iter_mut().rev().find(same) {
            tls.version = Some(version.to_owned());
        }
    }
}

impl ServerCertVerifier for Witness {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        chain: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let verified = match self.verifier() {
            Ok(verifier) => verifier.verify_server_cert(certificate, chain, name, ocsp, now),
            Err(why) => Err(rustls::Error::General(why.clone())),
        };
        self.note(Tls {
            host: name.to_str().into_owned(),
            refused: verified.as_ref().err().map(ToString::to_string),
            insecure: self.trust.insecure && verified.is_err(),
            ..describe(certificate)
        });
        match verified {
            Err(_) if self.trust.insecure => Ok(ServerCertVerified::assertion()),
            other => other,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.settled(certificate, "TLSv1.2");
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.settled(certificate, "TLSv1.3");
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}

/// What a certificate says of itself.
fn describe(certificate: &CertificateDer<'_>) -> Tls {
    let mut tls = Tls {
        host: String::new(),
        version: None,
        issuer: String::new(),
        subject: String::new(),
        names: Vec::new(),
        not_before: String::new(),
        not_after: String::new(),
        refused: None,
        insecure: false,
    };
    let Ok((_, read)) = X509Certificate::from_der(certificate) else {
        return tls;
    };
    tls.issuer = short(&read.issuer().to_string());
    tls.subject = short(&read.subject().to_string());
    tls.not_before = time(read.validity().not_before);
    tls.not_after = time(read.validity().not_after);
    if let Ok(Some(names)) = read.subject_alternative_name() {
        let names = names.value.general_names.iter().take(NAMES);
        tls.names = names.filter_map(name).collect();
    }
    tls
}

fn name(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some(short(name)),
        GeneralName::IPAddress(bytes) => {
            let four = <[u8; 4]>::try_from(*bytes).map(std::net::IpAddr::from);
            let sixteen = <[u8; 16]>::try_from(*bytes).map(std::net::IpAddr::from);
            four.or(sixteen).ok().map(|ip| ip.to_string())
        }
        _ => None,
    }
}

fn short(text: &str) -> String {
    text.chars().take(NAME).collect()
}

fn time(at: ASN1Time) -> String {
    jiff::Timestamp::from_second(at.timestamp())
        .map(|at| at.to_string())
        .unwrap_or_default()
}

fn lock<T>(what: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}
